"""Add a recipient, change one, shut one out of self-service or let one in again."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.events import RecipientAdded, RecipientAdmitted, RecipientBarred, RecipientChanged
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import Refused, has_control_characters
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.end_access import end_access
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.ids import OrganizationId

_LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class RecipientDetails:
    """A recipient as a form or a file gives it."""

    name: str
    email: str
    receive_invoice: bool = True
    receive_payment_confirmation: bool = True
    receive_subscription_notifications: bool = True


@dataclass(frozen=True)
class Saved:
    """The recipient, and the first other one with the same address: neither can log in with it now (LG-03)."""

    recipient: Recipient
    same_address_as: Recipient | None


def add(organization: OrganizationId, *, account: UUID, details: RecipientDetails, actor: Actor, at: datetime) -> Saved:
    """Put one more recipient on the account. Records `accounts.recipient_added`.

    Raises `Refused` (`email`, `required`, `too_long`, `characters`) and `Account.DoesNotExist`.
    """
    values = _checked(details)
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=account)
        made = Recipient.objects.create(organization_id=organization, account=holder, created_at=at, **values)
        record(organization, fact=RecipientAdded(account=account, recipient=made.id), actor=actor, at=at)
        return Saved(made, _twin(organization, made))


def change(
    organization: OrganizationId, *, recipient: UUID, details: RecipientDetails, actor: Actor, at: datetime
) -> Saved:
    """Change name, address or mails; the login address follows at once (SB-17). Records `accounts.recipient_changed`.

    With another address the recipient's open links are void and sessions end: the old mailbox may be somebody else's.
    Raises like `add`, and `Recipient.DoesNotExist`.
    """
    values = _checked(details)
    with within(organization):
        found = _locked(organization, recipient)
        changed = tuple(field for field, value in values.items() if getattr(found, field) != value)
        if changed:
            for field in changed:
                setattr(found, field, values[field])
            found.save(update_fields=changed)
            if "email" in changed:
                end_access(organization, recipient=found.id, at=at)
            fact = RecipientChanged(account=found.account_id, recipient=found.id, fields=changed)
            record(organization, fact=fact, actor=actor, at=at)
        return Saved(found, _twin(organization, found))


def bar(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Shut this recipient out, out of open links and sessions too (SEC-28); others of the account stay able (SB-18).

    Records `accounts.recipient_barred` once.
    """
    _set_access(organization, recipient, access=False, actor=actor, at=at)


def admit(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Let this recipient in again (SB-18). Records `accounts.recipient_admitted` once."""
    _set_access(organization, recipient, access=True, actor=actor, at=at)


def _set_access(organization: OrganizationId, recipient: UUID, *, access: bool, actor: Actor, at: datetime) -> None:
    with within(organization):
        found = _locked(organization, recipient)
        if found.has_self_service_access == access:
            return
        found.has_self_service_access = access
        found.save(update_fields=["has_self_service_access"])
        if not access:
            end_access(organization, recipient=found.id, at=at)
        kind = RecipientAdmitted if access else RecipientBarred
        record(organization, fact=kind(account=found.account_id, recipient=found.id), actor=actor, at=at)


def _locked(organization: OrganizationId, recipient: UUID) -> Recipient:
    return Recipient.objects.select_for_update().get(organization_id=organization, id=recipient)


def _twin(organization: OrganizationId, recipient: Recipient) -> Recipient | None:
    others = Recipient.objects.filter(organization_id=organization, email=recipient.email, removed_at=None)
    others = others.exclude(id=recipient.id)
    return others.select_related("account").order_by("created_at", "id").first()


def _checked(details: RecipientDetails) -> dict[str, str | bool]:
    name = details.name.strip()
    if not name:
        raise Refused("required", field="name")
    if len(name) > _LONGEST_NAME:
        raise Refused("too_long", field="name")
    if has_control_characters(text=name):
        raise Refused("characters", field="name")
    try:
        address = normalise_email(details.email)
    except InvalidEmail:
        raise Refused("email", field="email") from None
    return {**asdict(details), "name": name, "email": address}
