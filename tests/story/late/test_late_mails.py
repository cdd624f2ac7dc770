"""What is mailed about late payment: the demand in full, nothing after payment, and word to the company."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.payments.actions.close_dispute import accept_dispute, accept_part, reject_dispute
from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.actions.make_plan import make_plan
from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.actions.write_in_dispute import write_in_dispute
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import CUSTOMER, DUE, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")


def post(mine: Debts, day: date) -> list[Message]:
    """What came into the outbox since last time, oldest first."""
    react(mine.organization, at=noon(day))
    with within(mine.organization):
        found = list(Message.objects.order_by("created_at", "key"))
        Message.objects.all().delete()
    return found


def test_the_demand_in_danish_says_everything_col_1() -> None:
    """COL-1, DUN-8, MKT-1: creditor, debtor, number, days, the amount split, way to pay, deadline, consequence."""
    mine = debts()
    make.recipient(mine.account)
    owed(mine)
    post(mine, DUE)
    mine.through(DUE, date(2026, 3, 29))
    first, second, demand = post(mine, date(2026, 3, 29))
    assert first.kind == second.kind == demand.kind == "reminder"
    assert "Nordlys" in demand.text
    text = demand.text.replace("\u00a0", " ")
    for said in (
        "Nordlys Træning ApS, Havnegade 1, 8000 Aarhus C, CVR 12345674", "Anna Eksempel", "21. februar 2026",
        "1. marts 2026", "1.250,00 kr.", "300,00 kr.", "9,02 kr.", "1.559,02 kr.", "10. april 2026",
        "Betal til reg. 1234 konto 0012345678", "inkasso",
    ):  # fmt: skip
        assert said in text, said
    assert "1.250,00 kr." in first.text.replace("\u00a0", " ")


def test_english_and_without_amounts_gdp_5() -> None:
    """GDP-5: where amounts may not stand in mails, a reminder leads to the portal; the demand must say them."""
    mine = debts(language="en")
    make.recipient(mine.account)
    choose(mine.organization, values={"mail_show_amounts": False}, actor=CLERK, at=noon())
    owed(mine)
    post(mine, DUE)
    mine.through(DUE, date(2026, 3, 29))
    first, _, demand = post(mine, date(2026, 3, 29))
    assert "DKK" not in first.text
    assert "Reminder: invoice 1" in first.subject
    assert "DKK\u00a01,559.02" in demand.text
    assert "debt collection" in demand.text


def test_no_mail_after_payment_dun_5() -> None:
    """DUN-5: a payment between letter and mail takes the letter back, its fee with it; it counts for nothing."""
    mine = debts()
    make.recipient(mine.account)
    invoice = owed(mine)
    post(mine, DUE)
    mine.through(DUE, date(2026, 3, 9))
    mine.pay(invoice, 1250_00, day=date(2026, 3, 10))
    assert mine.claimed(invoice, "fee") == 100_00
    assert [message.kind for message in post(mine, date(2026, 3, 10))] == ["payment_received"]
    assert mine.claimed(invoice, "fee") == mine.claimed(invoice, "interest") == 0
    assert mine.letters(invoice) == []
    assert mine.due(invoice).now.is_zero


def test_word_of_a_dispute_goes_both_ways_cm_06() -> None:
    """CM-06: receipt, answer, decision to the customer; opened, replied and escalated to the company."""
    mine = debts()
    make.recipient(mine.account)
    invoice = owed(mine, 60_000, 40_000)
    post(mine, DUE)
    here, at = mine.organization, noon(date(2026, 3, 3))

    def kinds(day: int = 4) -> list[str]:
        return sorted(message.kind for message in post(mine, date(2026, 3, day)))

    made = open_dispute(
        here, account=mine.account.id, line=mine.line_of(invoice), reason="faulty", text="Virker ikke",
        actor=CUSTOMER, at=at,
    )  # fmt: skip
    assert kinds() == ["dispute_opened", "dispute_waits"]
    write_in_dispute(here, dispute=made.id, author="company", text="Hvordan?", actor=CLERK, at=at)
    assert kinds() == ["dispute_answered"]
    write_in_dispute(here, dispute=made.id, author="customer", text="Helt død", actor=CUSTOMER, at=at)
    assert kinds() == ["dispute_waits"]
    mine.through(made.answer_by_on + timedelta(days=1), made.answer_by_on + timedelta(days=2))
    late = [message for message in post(mine, date(2026, 3, 20)) if message.kind == "dispute_waits"]
    assert [message.to_address for message in late] == ["hej@nordlys.example"]
    accept_dispute(here, dispute=made.id, actor=CLERK, at=noon(date(2026, 3, 20)))
    assert "dispute_accepted" in kinds(20)
    other = open_dispute(
        here, account=mine.account.id, line=mine.line_of(invoice, 1), reason="other", text="Nej", actor=CUSTOMER, at=at
    )
    kinds()
    reject_dispute(here, dispute=other.id, text="Jo", actor=CLERK, at=at)
    assert kinds() == ["dispute_rejected"]
    third = open_dispute(
        here, account=mine.account.id, line=mine.line_of(owed(mine)), reason="other", text="Nej", actor=CUSTOMER, at=at
    )
    kinds()
    accept_part(here, dispute=third.id, part_minor=250_00, text="Noget", actor=CLERK, at=at)
    assert "dispute_partly_accepted" in kinds()


def test_receipts_for_more_time_cm_06() -> None:
    """CM-06: a deferral and a plan are confirmed; a broken plan is told."""
    mine = debts()
    make.recipient(mine.account)
    first, second = owed(mine), owed(mine)
    post(mine, DUE)
    day = date(2026, 3, 3)
    asked = {"account": mine.account.id, "today": day, "actor": CUSTOMER, "at": noon(day)}
    defer(mine.organization, invoice=first.id, **asked)  # type: ignore[arg-type]
    make_plan(mine.organization, invoice=second.id, parts=2, **asked)  # type: ignore[arg-type]
    sent = {message.kind: message.text.replace("\u00a0", " ") for message in post(mine, day)}
    assert sorted(sent) == ["invoice_deferred", "plan_made"]
    assert "10. marts 2026" in sent["invoice_deferred"]
    assert "625,00 kr." in sent["plan_made"]
    mine.through(date(2026, 3, 16), date(2026, 3, 17))
    assert "plan_broken" in [message.kind for message in post(mine, day)]
