"""Django admin as the operator's frame: its login is ours, and the pages about companies are views of our own.

They are not model admins: a company's rows are read behind the doorway and written by the domain's actions only, never
saved by a form (SEC-18, SEC-25).
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.staff import (
    accounts,
    api_users,
    books,
    coupons,
    credits,
    disputes,
    dues,
    electronic,
    endings,
    late,
    logs,
    looked,
    organizations,
    payments,
    plans,
    price_changes,
    protection,
    register_pages,
    settings_pages,
    terms_pages,
    why,
)
from selvbetjening.portals.staff.tables import OperatorAdmin

View = Callable[..., HttpResponse]


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
        one = "organizations/<uuid:organization>/"
        own: list[URLPattern | URLResolver] = [
            self._page("looked/", looked.looked, "looked"),
            self._page("law/", protection.law, "law"),
            self._page("organizations/", organizations.every, "organizations"),
            self._page("organizations/add/", organizations.add, "organization_add"),
            self._page(one, organizations.one, "organization"),
            self._page(f"{one}settings/", settings_pages.configure_page, "organization_settings"),
            self._page(f"{one}gate/", settings_pages.gate_page, "organization_gate"),
            self._page(f"{one}acts/", settings_pages.acts_page, "organization_acts"),
            self._page(f"{one}register/", register_pages.register_page, "register"),
            self._page(f"{one}register/<slug:subject>/", register_pages.subject_page, "register_subject"),
            self._page(f"{one}looks/", settings_pages.looks_page, "organization_looks"),
            self._page(f"{one}hosts/", settings_pages.hosts_page, "organization_hosts"),
            self._page(f"{one}api-users/", api_users.api_users, "api_users"),
            self._page(f"{one}plans/", plans.plans, "plans"),
            self._page(f"{one}plans/add/", plans.plan_add, "plan_add"),
            self._page(f"{one}plans/<uuid:plan>/", plans.plan_change, "plan_change"),
            self._page(f"{one}plans/<uuid:plan>/terms/add/", terms_pages.terms_add, "terms_add"),
            self._page(f"{one}terms/<uuid:terms>/", terms_pages.terms_change, "terms_change"),
            self._page(f"{one}terms/<uuid:terms>/moves/", terms_pages.terms_moves, "terms_moves"),
            self._page(f"{one}price-changes/", price_changes.price_changes, "price_changes"),
            self._page(f"{one}price-changes/add/", price_changes.price_change_add, "price_change_add"),
            self._page(f"{one}price-changes/<uuid:change>/", price_changes.price_change, "price_change"),
            self._page(f"{one}coupons/", coupons.coupons, "coupons"),
            self._page(f"{one}coupons/add/", coupons.coupon_add, "coupon_add"),
            self._page(f"{one}logins/", logs.logins, "logins"),
            self._page(f"{one}mails/", logs.mails, "mails"),
            self._page(f"{one}protection/", protection.protection, "protection"),
            self._page(f"{one}protection/incident/", protection.incident, "incident"),
            self._page(f"{one}accounts/<uuid:account>/erase/", protection.erase, "erase"),
            self._page(f"{one}e-invoices/", electronic.electronic_page, "e_invoices"),
            *self._late(one),
            self._page(f"{one}accounts/", accounts.accounts, "accounts"),
            self._page(f"{one}accounts/add/", accounts.account_add, "account_add"),
            self._page(f"{one}accounts/<uuid:account>/", accounts.account_page, "account"),
            self._page(f"{one}accounts/<uuid:account>/why/", why.why, "why"),
            self._page(f"{one}accounts/<uuid:account>/cancellation/", endings.cancellation, "cancellation"),
            self._page(f"{one}accounts/<uuid:account>/details/", accounts.account_change, "account_change"),
            self._page(f"{one}accounts/<uuid:account>/recipients/add/", accounts.recipient_page, "recipient_add"),
            self._page(
                f"{one}accounts/<uuid:account>/recipients/<uuid:recipient>/", accounts.recipient_page, "recipient"
            ),
            self._page(f"{one}accounts/<uuid:account>/invoices/<uuid:invoice>/", payments.payment, "payment"),
            self._page(
                f"{one}accounts/<uuid:account>/invoices/<uuid:invoice>/credit/", credits.invoice_credit, "credit"
            ),
            self._page(f"{one}accounts/<uuid:account>/money/", credits.money, "money"),
            self._page(f"{one}refunds/", dues.dues, "dues"),
            self._page(f"{one}books/", books.books, "books"),
            self._page(f"{one}books/foreign/", books.foreign, "foreign"),
        ]
        return own + super().get_urls()

    def _late(self, one: str) -> list[URLPattern]:
        return [
            self._page(f"{one}late/", late.late_page, "late"),
            self._page(f"{one}disputes/<uuid:dispute>/", disputes.dispute_page, "dispute"),
            self._page(f"{one}dispute-files/<uuid:file>/", disputes.file_page, "dispute_file"),
            self._page(f"{one}accounts/<uuid:account>/invoices/<uuid:invoice>/late/", late.claims_page, "claims"),
        ]

    def _page(self, route: str, view: View, name: str) -> URLPattern:
        guarded = self.admin_view(view)

        def page(request: HttpRequest, **values: Any) -> Any:
            request.staff_context = self.each_context(request)  # type: ignore[attr-defined]
            return guarded(request, **values)

        page.admin_site = self  # type: ignore[attr-defined]
        return path(route, update_wrapper(page, view), name=name)


site = StaffSite(name="admin")
site.register(User, OperatorAdmin)
