"""Where a checked file goes: annex D.1 as a table, and no gate that another one opens (BP-45, BM-04, BM-06)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, DELIVERY, NEVER_COUNTED, UNDOABLE, DeliveryState
from selvbetjening.domain.deliveries.rules.pipeline import Checked, decide, undo_until
from selvbetjening.domain.deliveries.rules.reminders import reminders_due, waited_out
from selvbetjening.kernel.holidays import is_banking_day

AT = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
D = DeliveryState
#: Annex D.1, word for word, from `received` on; and back to the check, where BM-04 holds a file past its deadline, and
#: to a second person, where four eyes were switched on in the meantime (SEC-32).
ANNEX = {
    D.RECEIVED: {D.SCANNING, D.DUPLICATE_OF},
    D.SCANNING: {D.VALIDATING, D.QUARANTINED, D.REJECTED},
    D.QUARANTINED: {D.VALIDATING},
    D.VALIDATING: {D.REJECTED, D.HELD_DUPLICATE, D.AWAITING_APPROVAL, D.HOLDING, D.ACCEPTED},
    D.HELD_DUPLICATE: {D.AWAITING_APPROVAL, D.HOLDING, D.ACCEPTED, D.WITHDRAWN, D.VALIDATING},
    D.AWAITING_APPROVAL: {D.HOLDING, D.ACCEPTED, D.WITHDRAWN, D.VALIDATING},
    D.HOLDING: {D.ACCEPTED, D.WITHDRAWN, D.AWAITING_APPROVAL},
    D.ACCEPTED: {D.PROCESSING},
    D.PROCESSING: {D.PROCESSED, D.FAILED},
    D.FAILED: {D.PROCESSING, D.REJECTED},
}


def checked(**values: object) -> Checked:
    facts: dict[str, object] = {"fatal": False, "refused": 0, "sound": 3, "accept_partly": False}
    return Checked(**{**facts, **values})  # type: ignore[arg-type]


def test_the_lifecycle_is_the_annex() -> None:
    """BP-45; a scan may refuse besides, when the bytes at rest were altered (SEC-88), and the end of the undo window
    asks for a yes where four eyes were switched on meanwhile (SEC-32: no bypass)."""
    assert {state: {to for (source, _), to in DELIVERY.moves.items() if source == state} for state in ANNEX} == ANNEX
    assert set(DELIVERY.ends()) == {D.REJECTED, D.PROCESSED, D.WITHDRAWN, D.DUPLICATE_OF}
    assert not set(AUTOMATIC) & set(UNDOABLE)
    assert D.PROCESSED not in NEVER_COUNTED


@pytest.mark.parametrize(
    ("facts", "verb", "code"),
    [
        (checked(), "accept", "accepted"),
        (checked(fatal=True, accept_partly=True), "reject", "rejected"),
        (checked(refused=1), "reject", "rejected"),
        (checked(refused=1, accept_partly=True), "accept", "partly_accepted"),
        (checked(refused=3, sound=0, accept_partly=True), "reject", "rejected"),
        (checked(held="duplicate.content", approvers=2), "hold", "duplicate.content"),
        (checked(held="duplicate.content", confirmed=True, approvers=2), "ask", "awaiting_approval"),
        (checked(approvers=1, undo_until=AT + timedelta(minutes=1)), "ask", "awaiting_approval"),
        (checked(undo_until=AT + timedelta(minutes=1)), "wait", "holding"),
        (checked(undo_until=AT), "accept", "accepted"),
    ],
)
def test_each_gate_is_asked_in_its_order(facts: Checked, verb: str, code: str) -> None:
    decision = decide(checked=facts, at=AT)
    assert (decision.verb, decision.code) == (verb, code)


@settings(max_examples=300, deadline=None)
@given(
    st.booleans(), st.integers(0, 3), st.integers(0, 3), st.booleans(), st.sampled_from(["", "duplicate.content"]),
    st.booleans(), st.integers(0, 2), st.sampled_from([None, AT - timedelta(1), AT + timedelta(1)]),
)  # fmt: skip
def test_nothing_is_accepted_past_a_closed_gate(
    fatal: bool,
    refused: int,
    sound: int,
    partly: bool,
    held: str,
    confirmed: bool,
    approvers: int,
    undo: datetime | None,
) -> None:
    """BM-04, BM-06, SEC-32."""
    facts = Checked(
        fatal=fatal, refused=refused, sound=sound, accept_partly=partly, held=held, confirmed=confirmed,
        approvers=approvers, undo_until=undo,
    )  # fmt: skip
    verb = decide(checked=facts, at=AT).verb
    closed = fatal or (refused and not partly) or (held and not confirmed) or approvers or (undo and undo > AT)
    assert (verb == "accept") <= (not closed)
    assert DELIVERY.may(D.VALIDATING, verb)


def test_the_undo_window_never_reaches_the_deadline() -> None:
    """BM-06: two minutes before it at the latest, and a deadline that has passed shortens nothing."""
    near, past = AT + timedelta(minutes=5), AT - timedelta(minutes=5)
    ends = [
        undo_until(at=AT, minutes=10, deadline=deadline, straight_away=False)
        for deadline in (None, near, past, AT + timedelta(minutes=1))
    ]
    assert ends == [AT + timedelta(minutes=10), AT + timedelta(minutes=3), AT + timedelta(minutes=10), None]
    assert undo_until(at=AT, minutes=10, deadline=None, straight_away=True) is None
    assert undo_until(at=AT, minutes=0, deadline=None, straight_away=False) is None


def test_reminders_come_before_the_deadline() -> None:
    """BM-04 and annex D.3."""
    deadline = AT + timedelta(hours=30)

    def due(hours: float, *, approval: bool) -> int:
        return reminders_due(since=AT, deadline=deadline, approval=approval, at=AT + timedelta(hours=hours))

    assert [due(hours, approval=True) for hours in (5.9, 6, 26, 29, 31)] == [0, 1, 2, 3, 3]
    assert [due(hours, approval=False) for hours in (14.9, 15, 40)] == [0, 1, 1]
    late = AT + timedelta(hours=2)
    assert reminders_due(since=AT, deadline=late, approval=True, at=AT + timedelta(hours=1)) == 1
    assert reminders_due(since=AT, deadline=None, approval=True, at=AT) == 0


def test_a_possible_duplicate_waits_five_banking_days() -> None:
    """Annex D.3: held on a Wednesday, taken back on the Thursday of the week after."""
    days = [waited_out(since=AT, at=AT + timedelta(days=day), is_banking_day=is_banking_day) for day in range(9)]
    assert days == [False] * 8 + [True]
