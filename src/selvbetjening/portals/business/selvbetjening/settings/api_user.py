"""One API user of a company: its tokens, and what it may. A token is shown once, when it is made."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.identity.actions.api_tokens import issue_token, revoke_token, set_rights
from selvbetjening.domain.identity.queries.api import ApiToken, ApiUser, api_user_with, tokens_of
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import start_of_day
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.api_user_forms import RightsForm, TokenForm
from selvbetjening.portals.gate import confirmed_by_mitid, requires

STATES: Final[dict[str, str | Promise]] = {
    "alive": _("Works"), "revoked": _("Revoked"), "over": _("Expired"),
}  # fmt: skip


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid("api")
@require_http_methods(["GET", "HEAD", "POST"])
def api_user(request: CompanyRequest, organization: UUID, api_user: UUID) -> HttpResponse:
    """Its tokens: one more, and one revoked; what it may."""
    found = api_user_with(request.acting.here, api_user=api_user)
    if found is None:
        raise Http404
    press = request.POST.get("do", "") if request.method == "POST" else ""
    tokens, rights = TokenForm(request.POST if press == "issue" else None), _rights_form(request, found, press)
    token = ""
    if "revoke" in request.POST:
        return _revoked(request, found)
    if press == "rights" and rights.is_valid():
        return _given(request, found, rights)
    if press == "issue" and tokens.is_valid():
        token, tokens = _issued(request, found, tokens), TokenForm()
    return _shown(request, found, tokens=tokens, rights=rights, token=token)


def _rights_form(request: CompanyRequest, found: ApiUser, press: str) -> RightsForm:
    if press == "rights":
        return RightsForm(request.POST)
    return RightsForm(initial={"everything": found.rights is None, "rights": found.rights or []})


def _revoked(request: CompanyRequest, found: ApiUser) -> HttpResponse:
    acting = request.acting
    for token in tokens_of(acting.here, api_users=[found.id]).get(found.id, []):
        if str(token.id) == request.POST["revoke"]:
            revoke_token(acting.here, api_token=token.id, actor=acting.actor, at=clock.now())
    return saved(request, request.path)


def _given(request: CompanyRequest, found: ApiUser, form: RightsForm) -> HttpResponse:
    acting = request.acting
    wanted = None if form.cleaned_data["everything"] else form.cleaned_data["rights"]
    set_rights(acting.here, api_user=found.id, rights=wanted, actor=acting.actor, at=clock.now())
    return saved(request, request.path)


def _issued(request: CompanyRequest, found: ApiUser, form: TokenForm) -> str:
    acting, day = request.acting, form.cleaned_data["ends_on"]
    made = issue_token(
        acting.here,
        api_user=found.id,
        read_only=form.cleaned_data["is_read_only"],
        expires_at=_end_of(day) if day else None,
        actor=acting.actor,
        at=clock.now(),
    )
    return made.token


def _end_of(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))


def _shown(
    request: CompanyRequest, found: ApiUser, *, tokens: TokenForm, rights: RightsForm, token: str
) -> HttpResponse:
    now = clock.now()
    listed = tokens_of(request.acting.here, api_users=[found.id]).get(found.id, [])
    context: dict[str, Any] = {
        "token": token,
        "tokens": [
            {"row": each, "state": STATES[_state(each, now)], "alive": _state(each, now) == "alive"} for each in listed
        ],
        "token_form": tokens,
        "rights_form": rights,
    }
    title = gettext("API user %(name)s") % {"name": found.name}
    return page(request, "business/selvbetjening/settings/api_user.html", title=title, **context)


def _state(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "over" if token.expires_at is not None and token.expires_at <= now else "alive"
