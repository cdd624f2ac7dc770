"""The late payer: reminders within the law's caps and not one krone more, over 120 days, to the øre."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from selvbetjening.domain.billing.actions import remind
from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.late_sweep import late_sweep
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.payments.models import ClaimPayment
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import DUE, ISSUED, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")

LETTERS = [
    (date(2026, 3, 9), 100_00, "reminder"),
    (date(2026, 3, 19), 100_00, "reminder"),
    (date(2026, 3, 29), 100_00, "demand"),
]


def test_three_letters_in_120_days_and_not_one_kroner_more() -> None:
    """DUN-1, DUN-2, DUN-3, DUN-5, INT-1, INT-2, INT-4, INT-5, COL-1, XB-24: the whole story without a subscription.

    1,250.00 due on Sunday 1 March, so Monday the 2nd. 9.75 % of it is 0.3339 kr. a day: 7 days 2.34, 17 days 5.68,
    27 days 9.02; with three fees 1,559.02 kr., and that stays until he pays it on the 120th day.
    """
    mine = debts()
    invoice = owed(mine)
    last = DUE + timedelta(days=120)
    mine.through(DUE, last)
    assert mine.letters(invoice) == LETTERS
    assert sorted((each.claimed_on, each.kind, each.amount_minor) for each in mine.claims(invoice)) == [
        (day, kind, minor)
        for (day, _, _), interest in zip(LETTERS, (2_34, 3_34, 3_34), strict=True)
        for kind, minor in (("fee", 100_00), ("interest", interest))
    ]
    due = mine.due(invoice)
    assert (due.rest.minor, due.claims.fees.minor, due.claims.interest.minor) == (1250_00, 300_00, 9_02)
    assert due.now.minor == mine.letter(invoice, 3).total_minor == 1559_02
    mine.pay(invoice, 1559_02, day=last)
    assert mine.due(invoice).now.is_zero
    assert mine.balance() == []
    with within(mine.organization):
        assert sum(part.amount_minor for part in ClaimPayment.objects.all()) == 309_02
    assert mine.invoice(invoice.id).total_minor == 1250_00  # DUN-8, NUM-2: the invoice itself never changed
    assert mine.through(last, last + timedelta(days=3))[-1].letters == 0


def test_the_demand_says_everything_col_1() -> None:
    """COL-1: creditor, debtor, numbers, days, the amount split, the way to pay, a deadline of twelve days."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, date(2026, 3, 29))
    text = LetterText.from_data(mine.letter(invoice, 3).snapshot)
    assert text.missing == ()
    assert (text.creditor, text.creditor_address) == ("Nordlys Træning ApS", "Havnegade 1, 8000 Aarhus C")
    assert (text.debtor, text.number, text.issued_on, text.due_on) == ("Anna Eksempel", invoice.number, ISSUED, DUE)
    assert (text.principal_minor, text.fees_minor, text.interest_minor) == (1250_00, 300_00, 9_02)
    assert (text.deadline_on, text.is_demand, text.letter) == (date(2026, 4, 10), True, 3)
    assert text.way_to_pay.startswith("Betal til reg. 1234")


def test_a_demand_that_would_lack_the_way_to_pay_is_not_sent_col_1() -> None:
    """COL-1: two reminders go out, the demand waits until the company has said how it is paid."""
    mine = debts()
    invoice = owed(mine)
    with within(mine.organization):
        mine.owner.payment_instructions = ""
        mine.owner.save(update_fields=["payment_instructions"])
    mine.through(DUE, date(2026, 4, 5))
    assert len(mine.letters(invoice)) == 2
    with within(mine.organization):
        mine.owner.payment_instructions = "Betal på konto 1"
        mine.owner.save(update_fields=["payment_instructions"])
    mine.through(date(2026, 4, 6), date(2026, 4, 6))
    assert [kind for _, _, kind in mine.letters(invoice)] == ["reminder", "reminder", "demand"]


def test_no_setting_gives_a_larger_or_a_fourth_fee_dun_1_dun_2_dun_3() -> None:
    """DUN-1, DUN-2, DUN-3: eight letters, a day apart, at a price that stands in the database past the register."""
    choices = {"reminder_days": "6, 7, 8, 18, 19, 29, 40, 60", "reminder_fee": 900_00}
    mine = debts(choices=choices)
    invoice = owed(mine)
    mine.through(DUE, DUE + timedelta(days=120))
    assert [fee for _, fee, _ in mine.letters(invoice)] == [100_00, 0, 0, 100_00, 0, 100_00, 0, 0]
    bearing = [day for day, fee, _ in mine.letters(invoice) if fee]
    assert all((later - sooner).days >= 10 for sooner, later in pairwise(bearing))
    assert mine.claimed(invoice, "fee") == 300_00


def test_twice_and_six_at_once_dun_2() -> None:
    """DUN-2: the same day again, and six runs at once, send one letter and claim one fee."""
    mine = debts()
    first, second = owed(mine), owed(mine)
    day = date(2026, 3, 9)

    def run() -> int:
        return late_run(mine.organization, today=day, at=noon(day), chunk=1).letters

    assert sum(at_once([run] * 6)) == 2
    assert run() == 0
    assert mine.letters(first) == mine.letters(second) == LETTERS[:1]
    assert mine.claimed(first, "fee") == 100_00


def test_killed_after_a_letter_the_next_run_sends_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """DUN-2: what was sent stays sent, what was under way leaves no trace, and nothing is sent twice."""
    mine = debts()
    invoices = [owed(mine) for _ in range(3)]
    day, write = date(2026, 3, 9), remind._write
    sent: list[Any] = []

    def die(*arguments: Any) -> Any:
        letter = write(*arguments)
        if sent:
            raise KeyboardInterrupt
        sent.append(letter)
        return letter

    monkeypatch.setattr(remind, "_write", die)
    with pytest.raises(KeyboardInterrupt):
        mine.through(day, day)
    assert sorted(len(mine.letters(invoice)) for invoice in invoices) == [0, 0, 1]
    monkeypatch.undo()
    mine.through(day, day)
    assert [mine.letters(invoice) for invoice in invoices] == [LETTERS[:1]] * 3
    assert len(mine.facts("invoicing.reminder_sent")) == 3


def test_a_payment_stops_it_and_a_late_recorded_one_takes_the_fee_back_dun_5() -> None:
    """DUN-5: what the bank shows later was paid before the letter: the fee and the interest after it are waived."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, date(2026, 3, 19))
    assert (mine.claimed(invoice, "fee"), mine.claimed(invoice, "interest")) == (200_00, 5_68)
    mine.pay(invoice, 1250_00, day=date(2026, 3, 12))
    assert mine.claimed(invoice, "fee") == 100_00  # the letter of the 19th was wrong, that of the 9th was not
    assert mine.claimed(invoice, "interest") == 3_34  # ten days, 2 to 12 March: 3.339…
    assert mine.facts("invoicing.late_claims_waived")[0]["amount"]["minor"] == 100_00 + 2_34
    assert mine.due(invoice).now.minor == 103_34
    mine.through(date(2026, 3, 20), date(2026, 5, 1))
    assert len(mine.letters(invoice)) == 2


def test_paid_in_time_owes_nothing_int_5() -> None:
    """INT-5: paid on the Monday after a Sunday due date is paid in time, whenever the bank tells."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, date(2026, 3, 9))
    mine.pay(invoice, 1250_00, day=date(2026, 3, 2))
    assert mine.due(invoice).now.is_zero
    assert mine.claimed(invoice, "fee") == mine.claimed(invoice, "interest") == 0


def test_the_invoice_is_paid_first_then_what_stands_beside_it() -> None:
    """DUN-8, PY-06: 1,300 kr. pay the invoice, 50 kr. of the fee; one kroner too much stands to the good."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, date(2026, 3, 9))
    mine.pay(invoice, 1300_00, day=date(2026, 3, 20))
    due = mine.due(invoice)
    assert (due.rest.minor, due.claims.fees.minor, due.claims.interest.minor) == (0, 50_00, 2_34)
    mine.pay(invoice, 53_34, day=date(2026, 3, 21))
    assert mine.due(invoice).now.is_zero
    assert [money.minor for money in mine.balance()] == [1_00]


def test_companies_pay_compensation_once_and_agreed_interest_dun_7_int_3() -> None:
    """DUN-7, INT-3: 310 kr. once for a company, never for a consumer; 24 % as agreed, not for a consumer."""
    choices = {"claim_compensation": True, "agreed_interest_b2b": 2400}
    firm = debts(choices=choices, party_type="business", cvr="12345674")
    invoice = owed(firm)
    firm.through(DUE, date(2026, 4, 30))
    assert (firm.claimed(invoice, "compensation"), firm.claimed(invoice, "fee")) == (310_00, 300_00)
    assert firm.claimed(invoice, "interest") == 22_19  # 1,250.00 · 24 % · 27 / 365 = 22.19…
    person = debts(choices=choices)
    bill = owed(person)
    person.through(DUE, date(2026, 4, 30))
    assert (person.claimed(bill, "compensation"), person.claimed(bill, "interest")) == (0, 9_02)


def test_other_currencies_are_reminded_free_dun_1() -> None:
    """DUN-1: the cap is in kroner; an invoice in euro is asked for without a fee, with interest."""
    mine = debts(choices={"exchange_rates": [["2020-01-01", "EUR", 74600]]})
    invoice = owed(mine, currency="EUR")
    mine.through(DUE, date(2026, 3, 29))
    assert [fee for _, fee, _ in mine.letters(invoice)] == [0, 0, 0]
    assert mine.claimed(invoice, "interest") == 9_02


def test_the_sweep_wakes_who_has_something_late_and_nobody_else() -> None:
    """XB-24: an unpaid invoice is enough; a company without one sleeps on."""
    mine, idle = debts(), debts()
    owed(mine)
    late_sweep(today=DUE, at=noon(DUE))
    assert woken(mine) == woken(idle) == 0
    late_sweep(today=DUE + timedelta(days=1), at=noon(DUE))
    assert (woken(mine), woken(idle)) == (1, 0)


def woken(mine: Debts) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'billing.late' AND args->>'organization' = %s",
            [str(mine.organization)],
        )
        return int(cursor.fetchone()[0])


def test_switched_off_nothing_is_sent_and_methods_choose() -> None:
    """XB-24: reminders are the company's choice, by method of payment."""
    mine = debts(collection_method="betalingsservice")
    invoice = owed(mine)
    mine.through(DUE, date(2026, 3, 12))
    assert mine.letters(invoice) == []
    choose(mine.organization, values={"reminder_methods": ["betalingsservice"]}, actor=CLERK, at=noon())
    mine.through(date(2026, 3, 13), date(2026, 3, 13))
    assert len(mine.letters(invoice)) == 1
    choose(mine.organization, values={"send_reminders": False}, actor=CLERK, at=noon())
    mine.through(date(2026, 3, 23), date(2026, 4, 23))
    assert len(mine.letters(invoice)) == 1
