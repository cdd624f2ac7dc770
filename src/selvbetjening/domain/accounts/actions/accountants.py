"""Let a bookkeeper read an account for a while, and end that at once (CM-08)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.actions.mail_limits import count_mail
from selvbetjening.domain.accounts.events import AccountantExpiring, AccountantInvited, AccountantRevoked
from selvbetjening.domain.accounts.models import Account, AccountantGrant, DocumentRead
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import WARNED_DAYS, check_grant, checked_email, checked_name
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: Bookkeepers that one account may have at once.
MOST: Final = 20


def invite_accountant(
    organization: OrganizationId,
    *,
    account: UUID,
    granted_by: UUID,
    name: str,
    email: str,
    scopes: Collection[str],
    ends_on: date,
    actor: Actor,
    at: datetime,
) -> AccountantGrant:
    """Let whoever proves this mailbox read the account from today to the day before `ends_on`, a year at most.

    An earlier grant of the same address is replaced. Records `accounts.accountant_invited`, which mails the
    bookkeeper. Raises `Refused`: `required`, `email`, `unknown`, `past`, `too_long_a_time`, `too_many`, `too_often`.
    """
    named, address, today = checked_name(name=name), checked_email(email=email), copenhagen_day(at)
    check_grant(scopes=scopes, today=today, ends_on=ends_on)
    if actor.kind == "recipient":
        count_mail(organization, account=account, email=address, at=at)
    with within(organization):
        holder = Account.objects.select_for_update().get(organization_id=organization, id=account)
        alive = AccountantGrant.objects.filter(organization_id=organization, account=holder, revoked_at=None)
        alive.filter(email=address).update(revoked_at=at)
        if alive.filter(ends_on__gt=today).count() >= MOST:
            raise Refused("too_many", field="email")
        made = AccountantGrant.objects.create(
            organization_id=organization, account=holder, name=named, email=address, scopes=sorted(scopes),
            starts_on=today, ends_on=ends_on, granted_by=granted_by, created_at=at,
        )  # fmt: skip
        fact = AccountantInvited(account=account, grant=made.id, ends_on=ends_on, scopes=tuple(made.scopes))
        record(organization, fact=fact, actor=actor, at=at, personal={"email": made.email})
    return made


def revoke_accountant(organization: OrganizationId, *, account: UUID, grant: UUID, actor: Actor, at: datetime) -> None:
    """End a grant of this account: the bookkeeper's next request sees nothing. Records `accounts.accountant_revoked`
    once.
    """
    with within(organization):
        ended = AccountantGrant.objects.filter(
            organization_id=organization, account_id=account, id=grant, revoked_at=None
        ).update(revoked_at=at)
        if ended:
            record(organization, fact=AccountantRevoked(account=account, grant=grant), actor=actor, at=at)


def mark_read(organization: OrganizationId, *, grant: UUID, invoices: Collection[UUID], at: datetime) -> None:
    """The bookkeeper has fetched these: they are unread no more. Twice is once."""
    with within(organization):
        DocumentRead.objects.bulk_create(
            [
                DocumentRead(organization_id=organization, grant_id=grant, invoice_id=invoice, read_at=at)
                for invoice in invoices
            ],
            ignore_conflicts=True,
        )


def warn(organization: OrganizationId, *, at: datetime) -> int:
    """Record `accounts.accountant_expiring`, which mails, once for each grant that ends within fourteen days."""
    today = copenhagen_day(at)
    with within(organization):
        ending = AccountantGrant.objects.select_for_update().filter(
            organization_id=organization, revoked_at=None, warned_at=None, ends_on__gt=today,
            ends_on__lte=today + timedelta(days=WARNED_DAYS),
        )  # fmt: skip
        found = list(ending)
        for grant in found:
            fact = AccountantExpiring(account=grant.account_id, grant=grant.id, ends_on=grant.ends_on)
            record(organization, fact=fact, actor=SYSTEM, at=at)
        AccountantGrant.objects.filter(organization_id=organization, id__in=[grant.id for grant in found]).update(
            warned_at=at
        )
    return len(found)


def warn_all(*, at: datetime) -> int:
    """Wake `warn` for every organization with a grant that ends soon, and return how many."""
    limit = copenhagen_day(at) + timedelta(days=WARNED_DAYS)
    with doorway(reason="bookkeepers whose access ends soon", actor=SYSTEM, at=at) as alias:
        ending = AccountantGrant.objects.using(alias).filter(revoked_at=None, warned_at=None, ends_on__lte=limit)
        found = set(ending.values_list("organization_id", flat=True))
    for organization in found:
        with within(OrganizationId(organization)):
            warn_job.defer(OrganizationId(organization))
    return len(found)


@job(name="accounts.warn_accountants")
def warn_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one organization."""
    warn(organization, at=at)
