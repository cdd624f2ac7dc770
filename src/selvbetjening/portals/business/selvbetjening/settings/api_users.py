"""A company's API users. Without one its portal is closed (SB-07)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.identity.actions.delete_api_user import delete_api_user
from selvbetjening.domain.organizations.queries import api_origin
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.forms import ApiUserForm
from selvbetjening.portals.gate import confirmed_by_mitid, requires
from selvbetjening.portals.opening import opening


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid("api")
@require_http_methods(["GET", "HEAD", "POST"])
def api_users(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """List, make (its token is shown this once) and delete."""
    acting = request.acting
    token, form = "", ApiUserForm(request.POST if "name" in request.POST else None)
    if request.method == "POST" and "delete" in request.POST:
        for user in identity.api_users(acting.here):
            if str(user.id) == request.POST["delete"]:
                delete_api_user(acting.here, api_user=user.id, actor=acting.actor, at=clock.now())
        return saved(request, request.path)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                name = form.cleaned_data["name"]
                token = create_api_user(acting.here, name=name, actor=acting.actor, at=clock.now()).token
            form = ApiUserForm()
        except IntegrityError:
            form.add_error("name", gettext("There is one of this name already."))
    context = {
        "api": f"{api_origin()}/api/v1/",
        "console": f"{api_origin()}/api/swagger/",
        "api_users": identity.api_users(acting.here),
        "form": form,
        "opening": opening(acting.here),
        "token": token,
        "press": gettext("Make API user"),
    }
    return page(request, "business/selvbetjening/settings/api_users.html", title=gettext("API users"), **context)
