"""A company's API users. Without one its portal is closed (SB-07)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.identity.actions.delete_api_user import delete_api_user
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.forms import ApiUserForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.state import opening


def api_users(request: HttpRequest, organization: UUID) -> HttpResponse:
    """List, make (its token is shown this once) and delete."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="API users") as company:
        token, form = "", ApiUserForm(request.POST if "name" in request.POST else None)
        if request.method == "POST" and "delete" in request.POST:
            for user in ApiUser.objects.filter(organization_id=organization):
                if str(user.id) == request.POST["delete"]:
                    delete_api_user(here, api_user=user.id, actor=actor_of(request), at=clock.now())
            return saved(request, reverse("admin:api_users", args=[organization]))
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    name = form.cleaned_data["name"]
                    token = create_api_user(here, name=name, actor=actor_of(request), at=clock.now()).token
                form = ApiUserForm()
            except IntegrityError:
                form.add_error("name", gettext("There is one of this name already."))
        return page(
            request,
            "staff/api_users.html",
            title=gettext("API users"),
            organization=company,
            api_users=list(ApiUser.objects.filter(organization_id=organization).order_by("name")),
            form=form,
            opening=opening(here),
            back=reverse("admin:organization", args=[organization]),
            token=token,
        )
