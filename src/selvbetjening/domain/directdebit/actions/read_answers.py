"""Read what an external Betalingsservice answered: 0602, 0603 and 0621, harmless the second time (17.1).

Only agreements under which Betalingsservice is outside are answered. What belongs to nothing we know, or to several,
is listed (`UnmatchedAnswer`) and never guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from betalingsservice.bytes_in import Source
from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0621 import FirstHalf, SecondHalf
from betalingsservice.reader import steps
from betalingsservice.records import Record
from betalingsservice.steps import DeliveryOpened, Entry
from selvbetjening.domain.directdebit.actions.list_unread import list_unread
from selvbetjening.domain.directdebit.actions.order_mandates import answered_orders
from selvbetjening.domain.directdebit.actions.read_mandates import read_mandates
from selvbetjening.domain.directdebit.actions.read_payments import read_payments
from selvbetjening.domain.directdebit.events import AnswersRead
from selvbetjening.domain.directdebit.models import CreditorAgreement, InformationLine, UnmatchedAnswer
from selvbetjening.domain.directdebit.queries.agreements import agreements
from selvbetjening.domain.directdebit.rules.answers import Counted, is_elsewhere
from selvbetjening.domain.directdebit.rules.information import is_refusal
from selvbetjening.domain.directdebit.rules.readable import is_readable
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 2_000
#: Of lines that cannot be read so many are listed; all are counted.
_LISTED: Final = 10_000


@dataclass(slots=True)
class Answered(Counted):
    """How many answers did something, were known, belong to nothing or to several, and could not be read.

    `information` counts the pairs of 0621, which change nothing (U8).
    """

    information: int = 0
    unreadable: int = 0


def read_answers(
    organization: OrganizationId,
    *,
    delivery: UUID,
    source: Source,
    is_test: bool = False,
    actor: Actor,
    at: datetime,
) -> Answered:
    """Do what the lines of a checked file say, all in one transaction. The same file again changes nothing.

    Lines with an error of their own, or a field that cannot be read, are counted, and listed where they are payments.
    Those of the other system (KR9 among real ones, BS1 among tests: BP-50) are counted and passed over; so are lines of
    other deliveries and obsolete sections, which never make a mandate (section 10: 0219). Records `AnswersRead`, and a
    fact for each charge-back.
    """
    done = Answered()
    with within(organization):
        one_at_a_time(organization, what="directdebit:answers")
        outside = _outside(organization, is_test)
        unread: list[Record] = []
        entries = _entries(source, is_test, done, unread)
        while some := list(islice(entries, _AT_ONCE)):
            strange = [
                line[0] for line in some if line[0].raw[5:13] not in outside and not isinstance(line[0], FirstHalf)
            ]
            done.unknown += _list_strange(organization, strange, delivery, at)
            ours = [line for line in some if line[0].raw[5:13] in outside]
            payments = [line[0] for line in ours if isinstance(line[0], AutomaticPayment | SlipPayment)]
            read_payments(organization, known=outside, lines=payments, delivery=delivery, actor=actor, at=at, done=done)
            told = [line[0] for line in ours if isinstance(line[0], MandateLine)]
            read_mandates(organization, known=outside, lines=told, delivery=delivery, at=at, done=done)
            done.information += _keep(organization, outside, ours, delivery, at)
        list_unread(organization, known=outside, lines=unread, delivery=delivery, at=at)
        fact = AnswersRead(
            delivery=delivery, applied=done.applied, repeated=done.repeated, unknown=done.unknown,
            ambiguous=done.ambiguous,
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
    return done


def _outside(organization: OrganizationId, is_test: bool) -> dict[str, CreditorAgreement]:
    """The agreements that are answered, by PBS number.

    One that has ended still is, also where we are Betalingsservice for its number now; an active one goes before it.
    """
    mine = [each for each in agreements(organization, is_test=is_test) if each.role == "external"]
    return {each.pbs_number: each for each in sorted(mine, key=lambda each: each.state == "active")}


def _entries(source: Source, is_test: bool, done: Answered, unread: list[Record]) -> Iterator[list[Record]]:
    wanted, elsewhere = (AutomaticPayment, SlipPayment, MandateLine, FirstHalf), False
    for step in steps(source):
        if isinstance(step, DeliveryOpened):
            elsewhere = is_elsewhere(start=step.start, is_test=is_test)
        if not isinstance(step, Entry) or not step.records or not isinstance(step.records[0], wanted):
            continue
        if not elsewhere and step.is_accepted and all(is_readable(line=record) for record in step.records):
            yield step.records
        else:
            done.unreadable += 1
            if not elsewhere and len(unread) < _LISTED:
                unread.append(step.records[0])


def _list_strange(organization: OrganizationId, lines: list[Record], delivery: UUID, at: datetime) -> int:
    """Answers for a PBS number that is nobody's here, or under which we answer ourselves."""
    rows = [
        UnmatchedAnswer(
            organization_id=organization, delivery_type="0603" if isinstance(line, MandateLine) else "0602",
            code=line.raw[13:17], pbs_number=line.raw[5:13], customer_number="", reason="agreement",
            source_delivery=delivery, source_line=line.number, at=at,
        )
        for line in lines
    ]  # fmt: skip
    UnmatchedAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _keep(
    organization: OrganizationId,
    known: dict[str, CreditorAgreement],
    pairs: list[list[Record]],
    delivery: UUID,
    at: datetime,
) -> int:
    """Both halves as they are: number, class and text are shown, and no booking changes (U8).

    An error about a mandate that we ordered ends the order, as nothing else would tell of it.
    """
    rows = []
    for pair in pairs:
        first, second = pair[0], pair[-1]
        if not isinstance(first, FirstHalf) or not isinstance(second, SecondHalf):
            continue
        if is_refusal(transaction=first.transaction, text_number=second.text_number):
            key = match_key(first.customer)
            mine = known[first.pbs_number].id
            answered_orders(organization, agreement=mine, keys=[key], verb="register", code=second.text_number, at=at)
        rows.append(
            InformationLine(
                organization_id=organization, agreement=known[first.pbs_number], transaction=first.transaction,
                text_number=second.text_number, text=second.text[:43], customer_number=first.customer.strip(),
                mandate_number=first.mandate, payment_on=first.payment_on, processed_on=first.processed_on,
                collections=first.collections, texts=first.second_count, amount_minor=first.amount,
                source_delivery=delivery, source_line=first.number, at=at, first_raw=first.raw[:128],
                second_raw=second.raw[:128],
            )
        )  # fmt: skip
    InformationLine.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
