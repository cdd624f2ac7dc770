"""Add a recipient, change one, shut one out of self-service or let one in again; take one off, and bring one back."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.actions.customer_tokens import revoke_tokens_of
from selvbetjening.domain.accounts.events import (
    RecipientAdded,
    RecipientAdmitted,
    RecipientBarred,
    RecipientChanged,
    RecipientRemoved,
    RecipientRestored,
)
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import (
    UNDO,
    Owning,
    RecipientDetails,
    check_role,
    checked_email,
    checked_name,
    keep_an_owner,
)
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.end_access import end_access
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

__all__ = ["RecipientDetails", "Saved", "add", "admit", "bar", "change", "remove", "restore"]


@dataclass(frozen=True)
class Saved:
    """The recipient, and the first other one with the same address: neither can log in with it now (LG-03)."""

    recipient: Recipient
    same_address_as: Recipient | None


def add(organization: OrganizationId, *, account: UUID, details: RecipientDetails, actor: Actor, at: datetime) -> Saved:
    """Put one more recipient on the account. Records `accounts.recipient_added`.

    Raises `Refused` (`email`, `required`, `too_long`, `characters`, `unknown`, `past`) and `Account.DoesNotExist`.
    """
    values = _checked(details)
    check_role(role=details.role, ends_on=details.ends_on, today=copenhagen_day(at))
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=account)
        made = Recipient.objects.create(organization_id=organization, account=holder, created_at=at, **values)
        fact = RecipientAdded(account=account, recipient=made.id)
        record(organization, fact=fact, actor=actor, at=at, personal=_named(made))
        return Saved(made, _twin(organization, made))


def change(
    organization: OrganizationId, *, recipient: UUID, details: RecipientDetails, actor: Actor, at: datetime
) -> Saved:
    """Change name, address, role or mails; the login address follows at once (SB-17). Records
    `accounts.recipient_changed`.

    With another address the recipient's open links are void and sessions end: the old mailbox may be somebody else's.
    Raises like `add`, `Refused("last_owner")` (XB-32), and `Recipient.DoesNotExist`.
    """
    values = _checked(details)
    with within(organization):
        found, others = _locked(organization, recipient)
        changed = tuple(field for field, value in values.items() if getattr(found, field) != value)
        if "ends_on" in changed:
            check_role(role=details.role, ends_on=details.ends_on, today=copenhagen_day(at))
        if changed:
            before: list[Owning] = [_as_it_was(found), *others]
            was = _named(found)
            for field in changed:
                setattr(found, field, values[field])
            keep_an_owner(before=before, after=[found, *others])
            found.save(update_fields=changed)
            if "email" in changed:
                end_access(organization, recipient=found.id, at=at)
                revoke_tokens_of(organization, recipient=found.id, at=at)
            fact = RecipientChanged(account=found.account_id, recipient=found.id, fields=changed)
            told = {key: f"{was[key]} → {value}" if key in changed else value for key, value in _named(found).items()}
            record(organization, fact=fact, actor=actor, at=at, personal=told)
        return Saved(found, _twin(organization, found))


def bar(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime, keep_owner: bool = False) -> None:
    """Shut this recipient out, out of open links and sessions too (SEC-28); others of the account stay able (SB-18).

    The company may bar anybody. With `keep_owner`, when the customer does it, the last owner stays: `Refused`
    (`last_owner`). Records `accounts.recipient_barred` once.
    """
    _set_access(organization, recipient, access=False, keep_owner=keep_owner, actor=actor, at=at)


def admit(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Let this recipient in again (SB-18). Records `accounts.recipient_admitted` once."""
    _set_access(organization, recipient, access=True, keep_owner=False, actor=actor, at=at)


def remove(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Take this recipient off the account: no mail, no login, sessions and links end. The row stays for an undo.

    Records `accounts.recipient_removed` once. Raises `Refused("last_owner")` and `Recipient.DoesNotExist`.
    """
    with within(organization):
        found, others = _locked(organization, recipient)
        if found.removed_at is not None:
            return
        keep_an_owner(before=[found, *others], after=others)
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        end_access(organization, recipient=found.id, at=at)
        revoke_tokens_of(organization, recipient=found.id, at=at)
        fact = RecipientRemoved(account=found.account_id, recipient=found.id)
        record(organization, fact=fact, actor=actor, at=at, personal=_named(found))


def restore(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Undo a removal within thirty days, with role and mails as they were. Records `accounts.recipient_restored` once.

    Raises `Refused`: `too_late`, or `known_here` when the address is on the account again meanwhile.
    """
    with within(organization):
        found, others = _locked(organization, recipient)
        if found.removed_at is None:
            return
        if at - found.removed_at > UNDO:
            raise Refused("too_late")
        if any(other.email == found.email for other in others):
            raise Refused("known_here", field="email")
        found.removed_at = None
        found.save(update_fields=["removed_at"])
        fact = RecipientRestored(account=found.account_id, recipient=found.id)
        record(organization, fact=fact, actor=actor, at=at, personal=_named(found))


def _named(person: Recipient) -> dict[str, str]:
    """Name and address for the account's log: sealed there, and erased with the person (CM-10, GDP-4)."""
    return {"name": person.name, "email": person.email}


def _set_access(
    organization: OrganizationId, recipient: UUID, *, access: bool, keep_owner: bool, actor: Actor, at: datetime
) -> None:
    with within(organization):
        found, others = _locked(organization, recipient)
        if found.has_self_service_access == access:
            return
        before: list[Owning] = [_as_it_was(found), *others]
        found.has_self_service_access = access
        if keep_owner:
            keep_an_owner(before=before, after=[found, *others])
        found.save(update_fields=["has_self_service_access"])
        if not access:
            end_access(organization, recipient=found.id, at=at)
            revoke_tokens_of(organization, recipient=found.id, at=at)
        kind = RecipientAdmitted if access else RecipientBarred
        fact = kind(account=found.account_id, recipient=found.id)
        record(organization, fact=fact, actor=actor, at=at, personal=_named(found))


def _locked(organization: OrganizationId, recipient: UUID) -> tuple[Recipient, list[Recipient]]:
    """The recipient and the others of its account that stand on it, read under the account's lock.

    The lock makes two at once see each other: else each of two owners could remove the other (SEC-29).
    """
    account = Recipient.objects.values_list("account_id", flat=True).get(organization_id=organization, id=recipient)
    Account.objects.select_for_update().get(organization_id=organization, id=account)
    found = Recipient.objects.select_for_update().get(organization_id=organization, id=recipient)
    others = Recipient.objects.filter(organization_id=organization, account_id=account, removed_at=None)
    return found, list(others.exclude(id=recipient))


@dataclass(frozen=True)
class _Was:
    id: UUID
    role: str
    ends_on: Any
    has_self_service_access: bool


def _as_it_was(person: Recipient) -> _Was:
    return _Was(person.id, person.role, person.ends_on, person.has_self_service_access)


def _twin(organization: OrganizationId, recipient: Recipient) -> Recipient | None:
    others = Recipient.objects.filter(organization_id=organization, email=recipient.email, removed_at=None)
    others = others.exclude(id=recipient.id)
    return others.select_related("account").order_by("created_at", "id").first()


def _checked(details: RecipientDetails) -> dict[str, Any]:
    name = checked_name(name=details.name)
    email = checked_email(email=details.email)
    check_role(role=details.role, ends_on=details.ends_on)
    return asdict(replace(details, name=name, email=email))
