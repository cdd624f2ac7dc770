"""self-service/initiate-organization/: a way in for the customer of the caller (fenerum-api.md 9, LG-12, SB-23)."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _

from selvbetjening.domain.access import rules as access
from selvbetjening.domain.accounts.queries.listed import account_called, listed_recipients
from selvbetjening.domain.identity.actions.make_direct_link import make_direct_link
from selvbetjening.domain.identity.queries import standing
from selvbetjening.domain.identity.rules import direct
from selvbetjening.domain.identity.rules.direct import LinkRefused, Wish
from selvbetjening.domain.organizations.permissions import REGISTRY
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.portals.api import values
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import forbidden, invalid
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Instant, Outgoing

resource = Resource("self_service", tag="self-service")


class InitiateIn(values.Incoming):
    """Whom to let in, and where to."""

    email: values.Email
    account: values.Maybe[values.Reference] = None
    recipient: values.Maybe[Annotated[str, values.text(36)]] = None
    return_url: values.Maybe[Annotated[str, values.text(500)]] = None
    locale: values.Maybe[Annotated[str, values.choice("da", "en")]] = None
    target: values.Maybe[Annotated[str, values.text(200)]] = None
    permissions: list[Annotated[str, values.text(60)]] | None = None
    expires_in: values.Maybe[values.Number] = None
    delivery: values.Maybe[Annotated[str, values.choice("redirect", "mail")]] = None


class InitiateOut(Outgoing):
    """The link under both names, since the original's is not known."""

    url: str
    link: str
    expires_at: Instant
    id: str


@resource.acts("self-service/initiate-organization/", InitiateOut, right="initiate")
def initiate(request: ApiRequest, body: InitiateIn) -> Any:
    """A link that logs her in once, within minutes, without a mail."""
    call = request.call
    _open(call)
    try:
        wish = _wish(call, body)
        made = make_direct_link(call.here, wish=wish, api_user=call.api_user, actor=call.actor, at=call.at)
    except LinkRefused as refused:
        raise invalid({refused.field: _words(refused)}, code=refused.code) from refused
    url = f"{portal_origin(call.here)}{made.path}"
    return InitiateOut(url=url, link=url, expires_at=made.expires_at, id=str(made.id))


def _open(call: Call) -> None:
    """Raises a 403 while the portal is closed (LG-02, cases 4 to 6)."""
    now = standing(call.here)
    if not now.is_active:
        raise forbidden(_("The organization is not active."), code=access.ORGANIZATION_INACTIVE)
    if not now.has_feature:
        raise forbidden(_("Self-service is not part of the organization's agreement."), code=access.FEATURE_MISSING)
    if not now.is_switched_on:
        raise forbidden(_("Self-service is switched off."), code=access.SELF_SERVICE_DISABLED)


def _wish(call: Call, body: InitiateIn) -> Wish:
    try:
        email = normalise_email(body.email)
    except InvalidEmail:
        raise LinkRefused("email", field=direct.EMAIL) from None
    account = recipient = None
    if body.account is not None:
        found = account_called(call.here, reference=body.account)
        if found is None:
            raise LinkRefused("does_not_exist", field=direct.ACCOUNT)
        account = found.id
    if body.recipient is not None:
        theirs = {str(one.id): one.id for one in listed_recipients(call.here).filter(email=email)}
        recipient = theirs.get(body.recipient.lower())
        if recipient is None:
            raise LinkRefused("does_not_exist", field=direct.RECIPIENT)
    return Wish(
        email=email,
        account=account,
        recipient=recipient,
        target=body.target or "home",
        return_url=body.return_url or "",
        narrowed_to=direct.narrowed(wished=body.permissions, known=list(REGISTRY)),
        language=body.locale or "",
        is_mailed=body.delivery == "mail",
        life=direct.life(seconds=body.expires_in),
    )


_FIELD_WORDS: Final = {
    direct.TARGET: lambda: _("Give home, invoices, card, pay:<invoice>, plan:<subscription> or cancel:<subscription>."),
    direct.EXPIRES_IN: lambda: _("Give 60 to 3600 seconds."),
    direct.ACCOUNT: lambda: _("There is no such account with this address."),
    direct.RECIPIENT: lambda: _("There is no such recipient with this address."),
    direct.RETURN_URL: lambda: _("The address must begin with https://."),
    "permissions": lambda: _("One of these is no permission of the self-service."),
}
CODE_WORDS: Final[dict[str, Callable[[], str]]] = {
    "email": lambda: _("Enter a valid email address."),
    "unknown_email": lambda: _("Nobody has this address, and customers cannot sign up by themselves."),
    "recipient_barred": lambda: _("The recipient has no access to the self-service."),
    "duplicate_recipient": lambda: _("Several recipients have this address: send account or recipient as well."),
    "host_not_allowed": lambda: _("The host is not on the organization's list of addresses to go back to."),
}


def _words(refused: LinkRefused) -> str:
    said = CODE_WORDS.get(refused.code) or _FIELD_WORDS.get(refused.field)
    return said() if said else refused.code
