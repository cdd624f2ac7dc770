"""Write what is due for an external Betalingsservice, send it, and fetch what it answers: the wake-up and its sweep."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.directdebit.actions.expire_orders import expire_orders
from selvbetjening.domain.directdebit.actions.fetch_files import fetch_files
from selvbetjening.domain.directdebit.actions.miss_sendings import miss_sendings
from selvbetjening.domain.directdebit.actions.send_files import send_files
from selvbetjening.domain.directdebit.actions.settle_day import finish
from selvbetjening.domain.directdebit.actions.write_delivery import write_due
from selvbetjening.domain.directdebit.events import BankLineBack, BankLineBroken, BankLineDown
from selvbetjening.domain.directdebit.lifecycle import OPEN_ORDER
from selvbetjening.domain.directdebit.models import (
    BankConnection,
    BankFetched,
    CollectionWords,
    CreditorAgreement,
    MandateOrder,
    Role,
)
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import KEEP, MAIL_AFTER, TELL_AFTER, next_try
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken


@dataclass(slots=True)
class Exchanged:
    """What came over a line, and the code of what was in the way."""

    sent: list[UUID] = field(default_factory=list)
    fetched: list[BankFetched] = field(default_factory=list)
    code: str = ""


def exchange(organization: OrganizationId, *, connection: UUID, at: datetime) -> Exchanged:
    """Open the line, send all that waits and fetch all that is new. A failure is noted, and the next try put off.

    Must stand outside every transaction. Records what sending and fetching record, `BankLineBroken` after some failures
    in a row, `BankLineDown` after hours of them, and `BankLineBack` when it works again after that. Raises
    `BankConnection.DoesNotExist`.
    """
    with within(organization):
        mine = BankConnection.objects.get(organization_id=organization, id=connection, state="active")
    done = Exchanged()
    try:
        with bank.line(organization, connection=mine) as over:
            done.sent = send_files(organization, connection=mine, over=over, at=at)
            done.fetched = fetch_files(organization, connection=mine, over=over, at=at)
    except SealBroken:
        done.code = "sealed"
    except LineFailed as failed:
        done.code = failed.code
    _note(organization, mine.id, done.code, at)
    return done


def _note(organization: OrganizationId, connection: UUID, code: str, at: datetime) -> None:
    with within(organization):
        mine = BankConnection.objects.select_for_update().get(organization_id=organization, id=connection)
        was_down = mine.failures >= MAIL_AFTER
        if not code:
            mine.failures, mine.code, mine.next_try_at, mine.worked_at = 0, "", None, at
        else:
            mine.failures, mine.code = mine.failures + 1, code[:30]
            mine.next_try_at = next_try(failures=mine.failures, at=at)
        mine.save(update_fields=["failures", "code", "next_try_at", "worked_at"])
        if mine.failures == TELL_AFTER:
            fact = BankLineBroken(connection=mine.id, code=mine.code, failures=mine.failures)
            record(organization, fact=fact, actor=SYSTEM, at=at)
        if mine.failures == MAIL_AFTER:
            down = BankLineDown(connection=mine.id, code=mine.code)
            record(organization, fact=down, actor=SYSTEM, at=at)
        elif was_down and not code:
            record(organization, fact=BankLineBack(connection=mine.id), actor=SYSTEM, at=at)


@job(name="directdebit.bank_line")
def bank_line_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: writes what is due, then uses each line whose time has come."""
    write_due(organization, at=at)
    miss_sendings(organization, at=at)
    with within(organization):
        due = [each.id for each in bank.connections(organization) if each.next_try_at is None or each.next_try_at <= at]
    for connection in due:
        exchange(organization, connection=connection, at=at)
    # After the answers: a charge-back that has just come in was in time.
    finish(organization, role=Role.EXTERNAL, today=copenhagen_day(at))


def sweep(*, at: datetime) -> int:
    """Wake each company that uses an external Betalingsservice; how many. Harmless at any time, and twice."""
    with doorway(reason="companies with an external Betalingsservice", actor=SYSTEM, at=at) as alias:
        mine = CreditorAgreement.objects.using(alias).filter(role="external")
        found = set(mine.values_list("organization_id", flat=True))
        lines = BankConnection.objects.using(alias).filter(state="active")
        found |= set(lines.values_list("organization_id", flat=True))
    for organization in sorted(found):
        with within(OrganizationId(organization)):
            bank_line_job.defer(OrganizationId(organization))
    return len(found)


def forget(organization: OrganizationId, *, at: datetime) -> int:
    """Forget words to payers, contents of answers and bank details whose time is over (security.md 9); how many."""
    today = copenhagen_day(at)
    with within(organization):
        words, _ = CollectionWords.objects.filter(organization_id=organization, forget_on__lt=today).delete()
        over = BankFetched.objects.filter(organization_id=organization, forget_on__lt=today).exclude(content=b"")
        # What never went out, or was never answered, must not keep a payer's bank account for ever.
        details = expire_orders(organization, today=today, at=at)
        return words + over.update(content=b"") + details


def forget_all(*, at: datetime) -> int:
    """Forget for every company that has such; how many rows."""
    today = copenhagen_day(at)
    with doorway(reason="companies with old words to payers or answers", actor=SYSTEM, at=at) as alias:
        words = CollectionWords.objects.using(alias).filter(forget_on__lt=today)
        answers = BankFetched.objects.using(alias).filter(Q(forget_on__lt=today) & ~Q(content=b""))
        is_left = Q(state__in=OPEN_ORDER) | ~Q(sealed=b"")
        details = MandateOrder.objects.using(alias).filter(is_left, made_at__lt=start_of_day(today - KEEP))
        found = {each for rows in (words, answers, details) for each in rows.values_list("organization_id", flat=True)}
    return sum(forget(OrganizationId(organization), at=at) for organization in sorted(found))
