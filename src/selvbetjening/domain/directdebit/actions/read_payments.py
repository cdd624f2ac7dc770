"""Lines of 0602 from outside: each to the one collection it is about (17.1: 11, 12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from selvbetjening.domain.directdebit.actions.apply_answers import Applied, Told, apply_theirs
from selvbetjening.domain.directdebit.actions.facts_of import facts_of
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, UnmatchedAnswer
from selvbetjening.domain.directdebit.rules.answers import Candidate, Counted, belongs_to
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

Line = AutomaticPayment | SlipPayment
_Key = tuple[UUID, str]


def read_payments(
    organization: OrganizationId,
    *,
    known: Mapping[str, CreditorAgreement],
    lines: Sequence[Line],
    delivery: UUID,
    actor: Actor,
    at: datetime,
    done: Counted,
) -> None:
    """Note and move what the lines say, in the open transaction, and count into `done`.

    A collection is told of once with each code, whichever delivery says so; `known` are the agreements by PBS number.
    """
    candidates = _candidates(organization, known, lines)
    lost: list[UnmatchedAnswer] = []
    batch: dict[UUID, Told] = {}
    for line in lines:
        found = belongs_to(
            candidates=candidates.get(_key(known, line), ()), due_on=line.due_on, reference=line.reference,
            amount_minor=line.amount, is_slip=isinstance(line, SlipPayment),
        )  # fmt: skip
        if isinstance(found, str):
            lost.append(_unmatched(organization, known, line, found, delivery, at))
            continue
        if found in batch:  # one code at a time: a payment and its charge-back may stand in one file
            _apply(organization, batch, delivery, actor, at, done)
        batch[found] = Told(
            collection=found, code=line.transaction, amount_minor=line.paid, paid_on=line.paid_on,
            booked_on=line.booked_on, settled_on=line.paid_on or copenhagen_day(at), line=line.number,
        )  # fmt: skip
    _apply(organization, batch, delivery, actor, at, done)
    UnmatchedAnswer.objects.bulk_create(lost, ignore_conflicts=True)
    done.unknown += sum(each.reason == "unknown" for each in lost)
    done.ambiguous += sum(each.reason == "ambiguous" for each in lost)


def _key(known: Mapping[str, CreditorAgreement], line: Line) -> _Key:
    return known[line.pbs_number].id, match_key(line.customer)


def _candidates(
    organization: OrganizationId, known: Mapping[str, CreditorAgreement], lines: Sequence[Line]
) -> dict[_Key, list[Candidate]]:
    found: dict[_Key, list[Candidate]] = {}
    if not lines:
        return found
    keys = {_key(known, line) for line in lines}
    rows = Collection.objects.filter(
        organization_id=organization,
        agreement_id__in={agreement for agreement, _ in keys},
        match_key__in={customer for _, customer in keys},
    ).exclude(state="superseded")
    for row in rows.only("id", "agreement_id", "match_key", "due_on", "reference", "amount_minor"):
        candidate = Candidate(row.id, row.due_on, row.reference, row.amount_minor)
        found.setdefault((row.agreement_id, row.match_key), []).append(candidate)
    return found


def _apply(
    organization: OrganizationId,
    batch: dict[UUID, Told],
    delivery: UUID,
    actor: Actor,
    at: datetime,
    done: Counted,
) -> None:
    applied: list[Applied] = apply_theirs(organization, told=list(batch.values()), delivery=delivery, at=at)
    record_many(organization, facts=facts_of(applied=applied), actor=actor, at=at)
    done.applied += len(applied)
    done.repeated += len(batch) - len(applied)
    batch.clear()


def _unmatched(
    organization: OrganizationId,
    known: Mapping[str, CreditorAgreement],
    line: Line,
    reason: str,
    delivery: UUID,
    at: datetime,
) -> UnmatchedAnswer:
    due = type(line).due_on.place
    return UnmatchedAnswer(
        organization_id=organization, agreement=known[line.pbs_number], delivery_type="0602", code=line.transaction,
        pbs_number=line.pbs_number, customer_number=match_key(line.customer), reference=line.reference,
        due_raw=line.raw[due], amount_minor=line.amount, reason=reason, source_delivery=delivery,
        source_line=line.number, at=at,
    )  # fmt: skip
