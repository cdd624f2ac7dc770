"""What is asked for and what answers mean, whatever the order and the moment (PY-11, CM-05; 14.2, 17.1: 12, 13)."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.lifecycle import DEBIT, LIVE_DEBIT, DebitState
from selvbetjening.domain.billing.rules.debit_answers import Told, steps
from selvbetjening.domain.billing.rules.debit_texts import overview_lines
from selvbetjening.domain.billing.rules.debits import Owed, With, after_mandate, by_debit, decide
from selvbetjening.domain.directdebit.rules.asking import AskedCollection, PayerWords, payer_words
from selvbetjening.kernel.money import Money

AT = datetime(2026, 11, 23, 9, 59, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DUE, TODAY = date(2026, 12, 1), date(2026, 12, 9)

OWED = st.builds(
    Owed,
    now_minor=st.integers(-100, 1000),
    rest_minor=st.integers(-100, 1000),
    due_on=st.dates(DUE, DUE + timedelta(days=3)),
    by_debit=st.booleans(),
    has_mandate=st.booleans(),
    by_card=st.booleans(),
    plan_kept=st.booleans(),
    handed_over=st.booleans(),
    paused=st.booleans(),
)


@given(OWED)
@settings(max_examples=200, deadline=None)
def test_nothing_is_asked_for_beside_another_way(owed: Owed) -> None:
    """PY-04: never beside a card, without a mandate, or for nothing; what waits for a reason may go on waiting."""
    verb = decide(owed=owed, was=None, at=AT).verb
    in_the_way = owed.by_card or owed.plan_kept or owed.handed_over or owed.paused
    if verb == "ask":
        assert owed.now_minor > 0 and owed.by_debit and owed.has_mandate and not in_the_way
    else:
        assert verb in ("wait", "stop")


@given(OWED, st.integers(1, 1000))
@settings(max_examples=200, deadline=None)
def test_from_the_deadline_on_the_amount_stands(owed: Owed, minor: int) -> None:
    """14.2: at 11.00 itself it is too late, whatever has happened."""
    was = With(amount_minor=minor, due_on=DUE, open_until=DEADLINE)
    assert decide(owed=owed, was=was, at=DEADLINE).verb == "keep"
    before = decide(owed=owed, was=was, at=AT)
    assert before.verb in ("keep", "withdraw", "again")
    if before.verb == "keep" and before.reason != "method":
        assert (owed.now_minor, owed.due_on) == (minor, DUE)


def ended(*codes: str) -> tuple[DebitState, int]:
    """The state, and what stays booked, when these answers are read one after the other."""
    state, booked, told = DebitState.ASKED, 0, dict[str, Told]()
    of = {
        "0236": Told(amount_minor=250, on=DUE),
        "0237": Told(amount_minor=0, on=None),
        "0238": Told(amount_minor=0, on=None),
        "0239": Told(amount_minor=250, on=DUE + timedelta(days=3)),
    }
    for code in codes:
        told[code] = of[code]
        for _twice in range(2):
            for step in steps(state=state, told=told, collection_state="scheduled", today=TODAY):
                booked += 250 if step.verb == "pay" else -250 if step.verb == "charge_back" and booked else 0
                state = DEBIT.after(state, step.verb)
    return state, booked


@pytest.mark.parametrize("codes", list(permutations(["0236", "0239"])))
def test_a_refusal_and_its_payment_are_nothing_in_any_order(codes: tuple[str, ...]) -> None:
    """17.1: 13, U24: a 0239 may be read before the 0236 that it takes back."""
    assert ended(*codes) == (DebitState.CHARGED_BACK, 0)


@pytest.mark.parametrize("codes", [("0237", "0236"), ("0238", "0236"), ("0236", "0237"), ("0236", "0236")])
def test_money_that_came_is_never_lost(codes: tuple[str, ...]) -> None:
    """17.1: 4: late, repeated or contradicted, what came in is booked once."""
    assert ended(*codes) == (DebitState.PAID, 250)


def test_an_early_answer_is_no_money_yet() -> None:
    """7.1: a 0236 may come days before the payment date; until then it is scheduled."""
    told = {"0236": Told(amount_minor=250, on=DUE)}
    early = steps(state=DebitState.ASKED, told=told, collection_state="completed", today=DUE - timedelta(days=1))
    assert early == ()
    assert [
        step.verb for step in steps(state=DebitState.ASKED, told=told, collection_state="completed", today=DUE)
    ] == ["pay"]


def test_who_pays_how() -> None:
    """EIN-1, PY-11: a subscription's own method first; a public body never; a card payer stays one."""
    assert by_debit(methods=[""], account_method="betalingsservice", party_type="consumer")
    assert by_debit(methods=["payment_card", "betalingsservice"], account_method="invoice", party_type="business")
    assert not by_debit(methods=["invoice"], account_method="betalingsservice", party_type="consumer")
    assert not by_debit(methods=[""], account_method="betalingsservice", party_type="public")
    assert after_mandate(method="payment_card", party_type="consumer") == "card"
    assert after_mandate(method="direct_debit", party_type="business") == "debit"
    assert not {state for state in DEBIT.ends() if state in LIVE_DEBIT}


def test_the_overview_says_what_it_is_for() -> None:
    lines = overview_lines(
        number=17, company="Nordlys", lines=[f"Linje {n}" for n in range(9)], with_claims=True, language="da"
    )
    assert lines[0] == "Faktura 17 fra Nordlys" and lines[-2:] == (
        "og 3 linjer mere på fakturaen",
        "Rykkergebyr og renter er med",
    )


def test_a_sign_that_cannot_be_written_keeps_nothing_from_being_collected() -> None:
    """17.2 (1): what ISO 8859-1 has no letters for stands on the invoice only; a foreign accent is written without."""
    lines = overview_lines(
        number=17, company="Nordlys 🌅", lines=["Pakke 🚀", "Plan – łille", "漢字"], with_claims=False, language="en"
    )
    assert lines == ("Invoice 17", "Plan – łille", "and 2 more lines on the invoice")
    asked = AskedCollection(customer_number="1", due_on=date(2027, 2, 1), amount=Money(1, "DKK"), text_lines=lines)
    words = payer_words(asked=asked, with_address=False)
    assert isinstance(words, PayerWords) and words.texts[1] == "Plan - lille"
