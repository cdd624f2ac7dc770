"""Lines of 0602 from outside: each to the one collection it is about (17.1: 11, 12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from selvbetjening.domain.directdebit.actions.apply_answers import Applied, Told, apply_theirs
from selvbetjening.domain.directdebit.actions.facts_of import facts_of
from selvbetjening.domain.directdebit.lifecycle import STANDING_COLLECTION
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, Settlement, UnmatchedAnswer
from selvbetjening.domain.directdebit.rules.answers import VERBS, Candidate, Counted, Moved, belongs_to, is_whole
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

Line = AutomaticPayment | SlipPayment
#: PBS number, debtor group and customer: an agreement that was ended and opened anew has its number again.
_Key = tuple[str, str, str]
_MONEY: Final = ("complete", "charge_back")


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

    A collection is told of once with each code, whichever delivery says so. Money that came or left a second time, by a
    slip or on another day, and what moved automatically with another amount than was collected, is listed. `known` are
    the agreements by PBS number; what earlier ones of the number asked for is answered, too.
    """
    candidates = _candidates(organization, known, lines)
    moved = _moved(organization, candidates)
    lost: list[UnmatchedAnswer] = []
    batch: dict[UUID, Told] = {}
    for line in lines:
        found = _found(candidates.get(_key(line), ()), known, line)
        if isinstance(found, str):
            lost.append(_unmatched(organization, known, line, found, delivery, at))
            continue
        if (trouble := _doubted(moved, found, line, delivery)) is not None:
            lost.append(_unmatched(organization, known, line, "ambiguous", delivery, at, moved=trouble))
            continue
        if found in batch:  # one code at a time: a payment and its charge-back may stand in one file
            _apply(organization, batch, delivery, actor, at, done)
        batch[found] = Told(
            collection=found, code=line.transaction, amount_minor=line.paid, paid_on=line.paid_on,
            booked_on=line.booked_on, settled_on=line.paid_on or copenhagen_day(at), line=line.number,
            archive=_archive(line),
        )  # fmt: skip
    _apply(organization, batch, delivery, actor, at, done)
    UnmatchedAnswer.objects.bulk_create(lost, ignore_conflicts=True)
    done.unknown += sum(each.reason == "unknown" for each in lost)
    done.ambiguous += sum(each.reason == "ambiguous" for each in lost)


def _doubted(moved: dict[tuple[UUID, str], list[Moved]], found: UUID, line: Line, delivery: UUID) -> Moved | None:
    """What the line tells, where it cannot be so beside what was told before; otherwise it is noted in `moved`.

    Money moves once each way, and what was paid was not refused before it was paid.
    """
    verb = VERBS[line.transaction]
    now = Moved(line.transaction, line.paid, line.paid_on, line.booked_on, delivery, line.number, _archive(line))
    before = moved.setdefault((found, verb), [])
    if verb in _MONEY and before and not any(now.is_told_again(each) for each in before):
        return now
    if verb not in _MONEY and not before and moved.get((found, "complete")):
        return now
    before.append(now)
    return None


def _found(candidates: Sequence[Candidate], known: Mapping[str, CreditorAgreement], line: Line) -> UUID | str:
    has_moved = VERBS[line.transaction] in _MONEY
    if not is_whole(code=line.transaction, amount_minor=line.amount, paid_minor=line.paid):
        return "unknown"
    if has_moved:  # what was paid out to the debtor is no payment by her, nor the reverse (4)
        candidates = [each for each in candidates if str(each.sign) == line.sign]
    return belongs_to(
        candidates=candidates, due_on=line.due_on, reference=line.reference, amount_minor=line.amount,
        is_slip=isinstance(line, SlipPayment), several_a_day=known[line.pbs_number].several_a_day, has_moved=has_moved,
    )  # fmt: skip


def _key(line: Line) -> _Key:
    return line.pbs_number, line.group, match_key(line.customer)


def _archive(line: Line) -> str:
    """The bank's own number of a payment by slip (7.3); nothing for what moved automatically."""
    return line.archive_reference.strip() if isinstance(line, SlipPayment) else ""


def _candidates(
    organization: OrganizationId, known: Mapping[str, CreditorAgreement], lines: Sequence[Line]
) -> dict[_Key, list[Candidate]]:
    found: dict[_Key, list[Candidate]] = {}
    if not lines:
        return found
    keys = {_key(line) for line in lines}
    agreements = CreditorAgreement.objects.filter(
        organization_id=organization, role="external", is_test=known[lines[0].pbs_number].is_test,
        pbs_number__in={number for number, _, _ in keys},
    )  # fmt: skip
    numbers = {each.id: (each.pbs_number, each.debtor_group) for each in agreements}
    rows = Collection.objects.filter(
        organization_id=organization, agreement_id__in=numbers, match_key__in={customer for _, _, customer in keys}
    ).exclude(state="superseded")
    # Withdrawn before any file carried it: nobody outside has heard of it.
    told = rows.exclude(state="cancelled", output__isnull=True, source_delivery__isnull=True)
    for row in told.only("id", "agreement_id", "match_key", "due_on", "reference", "amount_minor", "state", "sign"):
        is_over = row.state not in STANDING_COLLECTION
        candidate = Candidate(row.id, row.due_on, row.reference, row.amount_minor, is_over, row.sign)
        found.setdefault((*numbers[row.agreement_id], row.match_key), []).append(candidate)
    return found


def _moved(
    organization: OrganizationId, candidates: Mapping[_Key, Sequence[Candidate]]
) -> dict[tuple[UUID, str], list[Moved]]:
    """What was told before, by collection and verb; a slip may be paid in parts, or twice (7.3)."""
    ids = [each.id for some in candidates.values() for each in some]
    found: dict[tuple[UUID, str], list[Moved]] = {}
    for row in Settlement.objects.filter(organization_id=organization, collection_id__in=ids) if ids else ():
        moved = Moved(
            row.code, row.amount_minor, row.paid_on, row.booked_on, row.source_delivery, row.source_line,
            row.archive_reference,
        )  # fmt: skip
        found.setdefault((row.collection_id, VERBS[row.code]), []).append(moved)
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
    moved: Moved | None = None,
) -> UnmatchedAnswer:
    """As it is listed: the money that moved, or where none did what was asked for."""
    due, day = type(line).due_on.place, type(line).paid_on.place
    mark = line.raw[day] if moved else ""
    if isinstance(line, SlipPayment):
        mark = line.archive_reference[-20:]
    # The bank's own number, or else the day, keeps two of one amount apart, whosever they are.
    reference = f"{line.reference[: 29 - len(mark)]} {mark}".strip() if mark else line.reference
    return UnmatchedAnswer(
        organization_id=organization, agreement=known[line.pbs_number], delivery_type="0602", code=line.transaction,
        pbs_number=line.pbs_number, customer_number=match_key(line.customer), reference=reference,
        archive_reference=_archive(line),
        due_raw=line.raw[due], amount_minor=line.paid or line.amount, reason=reason, source_delivery=delivery,
        source_line=line.number, at=at,
    )  # fmt: skip
