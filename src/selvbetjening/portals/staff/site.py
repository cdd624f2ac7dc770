"""Django admin as the operator's frame: its login is ours, and the pages about companies are views of our own.

They are not model admins: a company's rows are read behind the doorway and written by the domain's actions only, never
saved by a form (SEC-18, SEC-25).
"""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.staff.routes import ROUTES, View
from selvbetjening.portals.staff.tables import OperatorAdmin


class StaffSite(AdminSite):
    """The operator's site; its name stays `admin`, which Django's templates ask for."""

    site_title = _("Selvbetjening, operator")
    site_header = _("Selvbetjening, operator")
    index_title = _("Companies")
    site_url = None
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is no form: the page says how to get a link."""
        return render(request, "staff/login.html", {"site_header": self.site_header, "title": _("Log in")})

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page is the list of companies."""
        return HttpResponseRedirect(reverse("admin:organizations"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[URLPattern | URLResolver] = [self._page(route, view, name) for route, view, name in ROUTES]
        return own + super().get_urls()

    def _page(self, route: str, view: View, name: str) -> URLPattern:
        guarded = self.admin_view(view)

        def page(request: HttpRequest, **values: Any) -> Any:
            request.staff_context = self.each_context(request)  # type: ignore[attr-defined]
            return guarded(request, **values)

        page.admin_site = self  # type: ignore[attr-defined]
        return path(route, update_wrapper(page, view), name=name)


site = StaffSite(name="admin")
site.register(User, OperatorAdmin)
