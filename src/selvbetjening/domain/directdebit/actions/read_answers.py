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
from betalingsservice.steps import Entry
from selvbetjening.domain.directdebit.actions.order_mandates import answered_orders
from selvbetjening.domain.directdebit.actions.read_mandates import read_mandates
from selvbetjening.domain.directdebit.actions.read_payments import read_payments
from selvbetjening.domain.directdebit.events import AnswersRead
from selvbetjening.domain.directdebit.models import CreditorAgreement, InformationLine, UnmatchedAnswer
from selvbetjening.domain.directdebit.queries.agreements import agreements
from selvbetjening.domain.directdebit.rules.answers import Counted
from selvbetjening.domain.directdebit.rules.information import is_refusal
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 2_000


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

    Lines with an error of their own are counted and passed over; so are lines of other deliveries and obsolete
    sections, which never make a mandate (section 10: 0219). Records `AnswersRead`, and a fact for each charge-back.
    """
    done = Answered()
    with within(organization):
        one_at_a_time(organization, what="directdebit:answers")
        mine = agreements(organization, is_test=is_test)
        # An ended agreement is still answered; an active one with the same number goes before it.
        known = {each.pbs_number: each for each in sorted(mine, key=lambda each: each.state == "active")}
        outside = {number: each for number, each in known.items() if each.role == "external"}
        entries = _entries(source, done)
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
        fact = AnswersRead(
            delivery=delivery, applied=done.applied, repeated=done.repeated, unknown=done.unknown,
            ambiguous=done.ambiguous,
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
    return done


def _entries(source: Source, done: Answered) -> Iterator[list[Record]]:
    wanted = (AutomaticPayment, SlipPayment, MandateLine, FirstHalf)
    for step in steps(source):
        if not isinstance(step, Entry) or not step.records or not isinstance(step.records[0], wanted):
            continue
        if step.is_accepted:
            yield step.records
        else:
            done.unreadable += 1


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
            answered_orders(organization, agreement=mine, keys=[key], verb="register", code=second.text_number)
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
