"""Make a customer's token, let a program in with it, and end it (CM-09)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.events import CustomerTokenMade, CustomerTokenRevoked, CustomerTokenUsed
from selvbetjening.domain.accounts.models import CustomerToken, Recipient
from selvbetjening.domain.accounts.queries.tokens import digest_of, token_with, tokens_of
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import checked_name
from selvbetjening.domain.accounts.rules.tokens import LIMITS, MOST, TOKEN_MISSES, ends_at
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tokens import new_token


@dataclass(frozen=True, slots=True)
class MadeToken:
    """The new token. `secret` is shown this once; only its digest is kept."""

    row: CustomerToken
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Admission:
    """The token that fits, or none; `again_at` where this was one call too many."""

    token: CustomerToken | None
    again_at: datetime | None = None


def make_token(
    organization: OrganizationId, *, recipient: UUID, kind: str, name: str, actor: Actor, at: datetime
) -> MadeToken:
    """One more token of this recipient. Records `accounts.customer_token_made`.

    Raises `Refused` (`required`, `too_long`, `characters`, `too_many`) and `Recipient.DoesNotExist`.
    """
    named, secret = checked_name(name=name), new_token()
    with within(organization):
        holder = Recipient.objects.select_for_update().get(
            organization_id=organization, id=recipient, removed_at=None
        )  # fmt: skip
        if len(tokens_of(organization, recipient=holder.id, kind=kind, at=at)) >= MOST:
            raise Refused("too_many", field="name")
        made = CustomerToken.objects.create(
            organization_id=organization, account_id=holder.account_id, recipient=holder, kind=kind, name=named[:60],
            digest=digest_of(organization, token=secret), ending=secret[-4:], made_at=at,
            expires_at=ends_at(kind=kind, at=at),
        )  # fmt: skip
        fact = CustomerTokenMade(account=holder.account_id, customer_token=made.id, kind=kind)
        record(organization, fact=fact, actor=actor, at=at, personal={"name": made.name})
    return MadeToken(made, secret)


def revoke_token(
    organization: OrganizationId, *, recipient: UUID, customer_token: UUID, actor: Actor, at: datetime
) -> bool:
    """The recipient's token opens nothing from the next call on; whether it still did.

    Records `accounts.customer_token_revoked` once.
    """
    with within(organization):
        mine = CustomerToken.objects.select_for_update().filter(organization_id=organization, recipient_id=recipient)
        found = mine.filter(id=customer_token, revoked_at=None).first()
        if found is None:
            return False
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        fact = CustomerTokenRevoked(account=found.account_id, customer_token=found.id)
        record(organization, fact=fact, actor=actor, at=at, personal={"name": found.name})
    return True


def revoke_tokens_of(organization: OrganizationId, *, recipient: UUID, at: datetime) -> None:
    """End all of a recipient's, in the open transaction of what ends the access; that act is the book's word of it."""
    mine = CustomerToken.objects.filter(organization_id=organization, recipient_id=recipient, revoked_at=None)
    mine.update(revoked_at=at)


def admit(organization: OrganizationId, *, token: str, kind: str, network: str, at: datetime) -> Admission:
    """Look a token up and count the call: by the token, or by the network where it fits nothing.

    Calls at the same time stand in line at the count, so no token is ever let in more often than its limit. What the
    recipient may is the door's to ask.
    """
    with within(organization):
        found = token_with(organization, token=token, kind=kind, at=at) if token else None
        if found is None:
            return Admission(None, count_up(organization, limit=TOKEN_MISSES, subject=network, at=at))
        again_at = count_up(organization, limit=LIMITS[kind], subject=str(found.id), at=at)
        if again_at is None and found.used_on != copenhagen_day(at):
            CustomerToken.objects.filter(organization_id=organization, id=found.id).update(used_on=copenhagen_day(at))
    return Admission(found, again_at)


def note_call(organization: OrganizationId, *, token: CustomerToken, what: str, at: datetime) -> None:
    """Put a call into the account's log with the token's name (CM-10). Records `accounts.customer_token_used`.

    A calendar that looks is no act of anybody, and stands in no log.
    """
    fact = CustomerTokenUsed(account=token.account_id, customer_token=token.id, what=what)
    actor = Actor("recipient", str(token.recipient_id))
    record(organization, fact=fact, actor=actor, at=at, personal={"name": token.name})
