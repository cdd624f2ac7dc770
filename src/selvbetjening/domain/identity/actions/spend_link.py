"""Spend a login link: the one act that lets somebody in (LG-07 to LG-10, SEC-57, SEC-59)."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.events import LoginLinkSpent
from selvbetjening.domain.identity.models import LinkEvent, LoginLink, PortalIdentity
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.ports import recipients
from selvbetjening.domain.identity.queries import is_same_browser, link_asked_by, link_with, verdict
from selvbetjening.domain.identity.rules.eligibility import SENT, SIGNUP_SENT
from selvbetjening.domain.identity.rules.limits import CODES, REDEMPTIONS
from selvbetjening.domain.identity.rules.links import CODE_TRIES, Spent, state
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id


def spend_link(
    organization: OrganizationId, *, token: str, browser: str, code: str, network: str, client_class: str, at: datetime
) -> Spent:
    """Spend the link with this token. The asking browser needs the press only, any other one the code besides (LG-09).

    Of any number at the same time one succeeds; the person's other open links are void then. Presses of a link that
    is dead already are not counted against `network`; they can win nothing (security.md 5.2: 30 an hour).
    """
    with within(organization):
        link = _locked(organization, link_with(organization, token=token), at)
        if link is None:
            return Spent("dead")
        if again_at := count_up(organization, limit=REDEMPTIONS, subject=network, at=at):
            return Spent("too_many", again_at=again_at)
        if not is_same_browser(organization, link=link, browser=browser):
            refusal = _refusal_of_code(organization, link, code)
            if refusal:
                _note(organization, link, "refused", client_class, at)
                return refusal
        return _let_in(organization, link, client_class, at)


def spend_code(
    organization: OrganizationId, *, browser: str, code: str, network: str, client_class: str, at: datetime
) -> Spent:
    """Spend the link that this browser asked for last, with the code from its mail, read elsewhere (XB-02, LG-09).

    Five tries an hour for a browser whether or not there is a link, so that the answers tell nothing (SEC-64).
    """
    with within(organization):
        for limit, subject in ((REDEMPTIONS, network), (CODES, browser)):
            if again_at := count_up(organization, limit=limit, subject=subject, at=at):
                return Spent("too_many", again_at=again_at)
        link = _locked(organization, link_asked_by(organization, browser=browser), at, always=True)
        if _refusal_of_code(organization, link, code) or link is None:
            return Spent("wrong_code")
        return _let_in(organization, link, client_class, at)


def _locked(
    organization: OrganizationId, link: LoginLink | None, at: datetime, *, always: bool = False
) -> LoginLink | None:
    """The link, if it is open, with every open link of the same person locked in one order: no deadlock, one winner.

    With `always` the statement runs without a link, too, so that its time tells nothing.
    """
    if link is None and not always:
        return None
    theirs = _open_links(organization, link).select_related("login_request").select_for_update(of=("self",))
    found = next((row for row in theirs.order_by("id") if link and row.id == link.id), None)
    if found is None or link is None or found.token_digest != link.token_digest:
        return None
    alive = state(expires_at=found.expires_at, spent_at=found.spent_at, voided_at=found.voided_at, at=at) == "open"
    return found if alive else None


def _open_links(organization: OrganizationId, link: LoginLink | None) -> QuerySet[LoginLink]:
    """The open links of the same person; of nobody without a link."""
    if link is None or link.recipient_id:
        person = Q(recipient_id=link.recipient_id if link else new_id())
    else:
        person = Q(recipient_id=None, login_request__email=link.login_request.email)
    return LoginLink.objects.filter(person, organization_id=organization, spent_at__isnull=True, voided_at__isnull=True)


def _refusal_of_code(organization: OrganizationId, link: LoginLink | None, code: str) -> Spent | None:
    """Count a wrong code on the link; after five the code is worth nothing, while the asking browser still is."""
    digits = "".join(character for character in code if character.isdigit())
    if not digits:
        return Spent("code_needed")
    number = link.id if link else new_id()
    expected = bytes(link.code_digest) if link else b""
    right = tokens.equal(expected, keyed(organization, label="code", secret=f"{number}:{digits}"))
    if link and right and link.code_tries < CODE_TRIES:
        return None
    LoginLink.objects.filter(organization_id=organization, id=number).update(code_tries=F("code_tries") + 1)
    return Spent("wrong_code")


def _let_in(organization: OrganizationId, link: LoginLink, client_class: str, at: datetime) -> Spent:
    """Spend it, if the person may still come in (LG-14): a link made before the door was closed opens nothing.

    Asked by the address that the link was mailed to: one that is not the recipient's any more lets nobody in (SB-17).
    """
    email, wanted = link.login_request.email, link.login_request.wanted_path
    answer = verdict(organization, email=email, at=at)
    chooses = link.purpose == LoginLink.Purpose.CHOOSE
    allowed = answer.outcome == (SIGNUP_SENT if link.purpose == LoginLink.Purpose.SIGNUP else SENT)
    if not allowed or (answer.recipient != link.recipient_id and not chooses):
        _note(organization, link, "refused", client_class, at)
        return Spent("dead")
    others = _open_links(organization, link)
    LoginLink.objects.filter(organization_id=organization, id=link.id).update(spent_at=at)
    others.update(voided_at=at)
    _note(organization, link, "spent", client_class, at)
    actor = Actor("recipient", str(link.recipient_id)) if link.recipient_id else SYSTEM
    known = recipients().get_recipient(organization, recipient=link.recipient_id) if link.recipient_id else None
    fact = LoginLinkSpent(
        account=known.account_id if known else None, link=link.id, purpose=link.purpose, recipient=link.recipient_id
    )
    record(organization, fact=fact, actor=actor, at=at)
    if answer.outcome == SENT:
        proven = _proven(organization, email, at)
        if answer.chooses:
            return Spent("choose", identity=proven, wanted_path=wanted)
        return Spent("logged_in", recipient=answer.recipient, wanted_path=wanted)
    return Spent("signup", email=email, wanted_path=wanted)


def _proven(organization: OrganizationId, email: str, at: datetime) -> UUID:
    """The mailbox is proven (XB-06)."""
    found, _ = PortalIdentity.objects.update_or_create(
        organization_id=organization,
        email=email,
        defaults={"last_proven_at": at},
        create_defaults={"proven_at": at, "last_proven_at": at},
    )
    return found.id


def _note(organization: OrganizationId, link: LoginLink, kind: str, client_class: str, at: datetime) -> None:
    LinkEvent.objects.create(
        organization_id=organization, link=link, at=at, kind=kind, client_class=client_class,
        mail_domain=link.login_request.email.rpartition("@")[2],
    )  # fmt: skip
