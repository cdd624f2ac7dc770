"""CM-06: a customer says no to one line; nothing is reminded, claimed or collected of it until it is settled."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.billing.queries.collecting import collectable
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.payments.actions.close_dispute import (
    accept_dispute,
    accept_part,
    reject_dispute,
    withdraw_dispute,
)
from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.actions.write_in_dispute import write_in_dispute
from selvbetjening.domain.payments.models import Dispute, DisputeFile
from selvbetjening.domain.payments.queries.disputes import dispute_file, get_dispute, inbox
from selvbetjening.domain.payments.rules.disputes import (
    LEAST_NEW_DUE_DAYS,
    DisputeRefused,
    Upload,
    checked_files,
    gross,
    new_due_date,
    part_of,
)
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import CUSTOMER, DUE, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")

PDF = Upload("kvittering.pdf", b"%PDF-1.7 ... %%EOF")
PNG = Upload("billede.PNG", b"\x89PNG\r\n\x1a\n....IEND....")


def no(mine: Debts, invoice: Invoice, day: date, *, at: int = 0, **values: Any) -> Dispute:
    said: dict[str, Any] = {"reason": "not_ordered", "text": "Det har jeg ikke bestilt."}
    said.update(values)
    return open_dispute(
        mine.organization, account=mine.account.id, line=mine.line_of(invoice, at), actor=CUSTOMER, at=noon(day), **said
    )


def march(day: int) -> date:
    return date(2026, 3, day)


def test_no_reminder_fee_or_interest_on_a_disputed_amount_on_any_day() -> None:
    """CM-06, DUN-4: the whole invoice is one line and disputed before it is due: 100 days, nothing at all."""
    mine = debts()
    invoice = owed(mine)
    no(mine, invoice, date(2026, 2, 25))
    mine.through(DUE, DUE + timedelta(days=100))
    assert mine.letters(invoice) == []
    assert mine.claims(invoice) == []
    assert mine.due(invoice).now.is_zero


def test_the_undisputed_rest_is_asked_for_without_a_second_fee() -> None:
    """CM-06, DUN-4: dispute opened 10 Mar: the letters of the 19th and 29th ask for the rest, free."""
    mine = debts(choices={"claim_interest": False})
    invoice = owed(mine, 80_000, 20_000)
    mine.through(DUE, march(9))
    dispute = no(mine, invoice, march(10), at=1)
    assert dispute.amount.minor == 250_00
    mine.through(march(10), march(31))
    assert mine.letters(invoice) == [
        (march(9), 100_00, "reminder"), (march(19), 0, "reminder"), (march(29), 0, "demand")
    ]  # fmt: skip
    second = mine.letter(invoice, 2)
    assert (second.principal_minor, second.total_minor) == (1000_00, 1100_00)
    due = mine.due(invoice)
    assert (due.rest.minor, due.disputed.minor, due.now.minor) == (1250_00, 250_00, 1100_00)
    with within(mine.organization):
        assert collectable(mine.organization, invoice=invoice.id, today=date(2026, 5, 1)).reason == "disputed"


def test_accepted_the_line_is_credited_and_its_interest_goes() -> None:
    """CM-06, CRN-1: a credit note pays the rest; interest is as if the line had never been owed."""
    mine = debts()
    invoice = owed(mine, 60_000, 40_000)
    mine.through(DUE, march(9))
    assert mine.claimed(invoice, "interest") == 2_34
    dispute = no(mine, invoice, march(10), at=1, files=[PDF, PNG])
    accept_dispute(mine.organization, dispute=dispute.id, text="Du har ret.", actor=CLERK, at=noon(march(12)))
    after = mine.invoice(invoice.id)
    assert (after.credited_minor, after.outstanding.minor) == (500_00, 750_00)
    assert mine.claimed(invoice, "interest") == 1_40  # 750.00 · 9.75 % · 7 / 365
    assert mine.claimed(invoice, "fee") == 100_00  # the rest was late all the same
    assert mine.facts("payments.dispute_accepted")[0]["amount"]["minor"] == 500_00
    with pytest.raises(DisputeRefused, match="closed"):
        accept_dispute(mine.organization, dispute=dispute.id, actor=CLERK, at=noon(march(13)))


def test_accepted_in_full_there_was_nothing_to_remind_of() -> None:
    """CM-06, DUN-5: when all of it is credited, the fee of the letter before goes, too."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, march(9))
    accept_dispute(mine.organization, dispute=no(mine, invoice, march(10)).id, actor=CLERK, at=noon(march(11)))
    assert mine.due(invoice).now.is_zero
    assert mine.claimed(invoice, "fee") == mine.claimed(invoice, "interest") == 0


def test_a_part_is_accepted_and_the_rest_is_due_again() -> None:
    """CM-06, CRN-3: 149.00 of 199.00 was right: a credit note of the part; the rest waits for its new day."""
    mine = debts()
    invoice = owed(mine, 15_920, 40_000)
    mine.through(DUE, march(9))
    dispute = no(mine, invoice, march(10))
    assert dispute.amount.minor == 199_00
    said: dict[str, Any] = {"dispute": dispute.id, "text": "De 50 kr. er brugt.", "actor": CLERK, "at": noon(march(12))}
    for wrong in (0, 199_00, 199_01, -1):
        with pytest.raises(DisputeRefused, match="part"):
            accept_part(mine.organization, part_minor=wrong, **said)
    with pytest.raises(DisputeRefused, match="new_due_on"):
        accept_part(mine.organization, part_minor=149_00, new_due_on=march(21), **said)
    done = accept_part(mine.organization, part_minor=149_00, **said)
    assert (done.state, done.accepted.minor, done.turned_down.minor, done.new_due_on) == (
        "partly", 149_00, 50_00, march(22)
    )  # fmt: skip
    after, due = mine.invoice(invoice.id), mine.due(invoice)
    assert (after.credited_minor, after.outstanding.minor) == (149_00, 550_00)
    assert (due.rest.minor, due.disputed.minor, due.due_on) == (550_00, 0, march(22))
    # To 9 March: 7 days of what was owed after all: 550.00 · 9.75 % · 7 / 365.
    assert mine.claimed(invoice, "interest") == 1_03
    mine.through(march(10), march(31))
    # To the letter of the 28th (the 22nd is a Sunday): 550.00 for 26 days, less 50.00 for 12.
    assert mine.claimed(invoice, "interest") == 3_66
    fact = mine.facts("payments.dispute_partly_accepted")[0]
    assert (fact["amount"]["minor"], fact["left"]["minor"], fact["new_due_on"]) == (149_00, 50_00, "2026-03-22")
    with pytest.raises(DisputeRefused, match="closed"):
        accept_part(mine.organization, part_minor=10_00, **said)
    with pytest.raises(DisputeRefused, match="already"):
        no(mine, invoice, march(20))


@given(net=st.integers(2, 10**7), share=st.floats(0, 1), rate=st.sampled_from([0, 1200, 2500]))
def test_a_part_is_less_than_all_and_within_an_oere(net: int, share: float, rate: int) -> None:
    """CM-06, CRN-3: what is credited with its VAT is what was said, to the øre that whole øre of VAT allow."""
    amount = gross(net_minor=net, vat_category="S", vat_basis_points=rate)
    wanted = int(amount * share)
    try:
        part = part_of(
            wanted_minor=wanted, amount_minor=amount, left_net_minor=net, category="S", basis_points=rate
        )  # fmt: skip
    except DisputeRefused:
        assert wanted <= 1 or wanted >= amount - 1
    else:
        assert 0 < part < net
        assert abs(gross(net_minor=part, vat_category="S", vat_basis_points=rate) - wanted) <= 1


def test_turned_down_it_is_due_again_and_dunning_resumes_where_it_stopped() -> None:
    """CM-06: a new due date ten days out; the second letter comes after it and the grace, and may cost."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, march(9))
    dispute = no(mine, invoice, march(10))
    turn_down: dict[str, Any] = {"dispute": dispute.id, "text": "Du har brugt det.", "actor": CLERK}
    turn_down["at"] = noon(march(20))
    with pytest.raises(DisputeRefused, match="new_due_on"):
        reject_dispute(mine.organization, new_due_on=march(29), **turn_down)
    done = reject_dispute(mine.organization, **turn_down)
    assert done.new_due_on == march(30)
    assert mine.due(invoice).due_on == march(30)
    mine.through(march(10), date(2026, 4, 20))
    assert mine.letters(invoice) == [
        (march(9), 100_00, "reminder"),
        (date(2026, 4, 4), 100_00, "reminder"),
        (date(2026, 4, 14), 100_00, "demand"),
    ]
    # interest: 8 days to the dispute, none to 30 March, 15 from there to 14 April: 23 · 0.3339 = 7.68
    assert mine.claimed(invoice, "interest") == 7_68
    with pytest.raises(DisputeRefused, match="already"):
        no(mine, invoice, date(2026, 4, 21))


def test_taken_back_it_is_to_be_paid_as_before_and_may_be_said_again() -> None:
    """CM-06: the customer withdraws; letters go on; the same line may be disputed once more."""
    mine = debts()
    invoice = owed(mine)
    dispute = no(mine, invoice, march(3))
    withdraw_dispute(mine.organization, account=mine.account.id, dispute=dispute.id, actor=CUSTOMER, at=noon(march(10)))
    mine.through(march(3), march(11))
    assert len(mine.letters(invoice)) == 1
    assert no(mine, invoice, march(12)).state == "open"


def test_the_owner_is_told_after_ten_working_days() -> None:
    """CM-06: opened on 20 March, Easter between: answered by Wednesday 8 April, told once on the 9th."""
    mine = debts()
    dispute = no(mine, owed(mine), march(20))
    assert dispute.answer_by_on == date(2026, 4, 8)
    runs = mine.through(march(20), date(2026, 4, 15))
    assert sum(run.escalated for run in runs) == 1
    assert mine.facts("payments.dispute_escalated")[0]["dispute"] == str(dispute.id)


def test_the_thread_and_its_files() -> None:
    """CM-06, SEC-78, SEC-79, GDP-7: both write; files by ending and content; no card number is kept, nor as a name."""
    mine = debts()
    dispute = no(mine, owed(mine), march(3), files=[Upload("../\u202etsevil.pdf", PDF.content)])
    write_in_dispute(
        mine.organization, dispute=dispute.id, author="company", text="Hvad?", actor=CLERK, at=noon(march(4))
    )
    with within(mine.organization):
        assert get_dispute(mine.organization, dispute=dispute.id).state == "answered"
    write_in_dispute(
        mine.organization, dispute=dispute.id, account=mine.account.id, author="customer", text="Se her",
        files=[PNG], actor=CUSTOMER, at=noon(march(5)),
    )  # fmt: skip
    with within(mine.organization):
        found = get_dispute(mine.organization, dispute=dispute.id, account=mine.account.id)
        assert [(each.author, len(each.files.all())) for each in found.messages.all()] == [
            ("customer", 1), ("company", 0), ("customer", 1)
        ]  # fmt: skip
        assert sorted(DisputeFile.objects.values_list("name", flat=True)) == ["_" * 2 + "tsevil.pdf", "billede.PNG"]
        assert [each.id for each in inbox(mine.organization)] == [dispute.id]
    card = Upload("4111 1111-1111 1111.pdf", PDF.content)
    assert [each.name for each in checked_files(files=[card, PDF])] == ["fil.pdf", "kvittering.pdf"]
    refused: dict[str, dict[str, Any]] = {
        "card_number": {"text": "Kort 4111 1111 1111 1111"},
        "text": {"text": " \n "},
        "too_long": {"text": "x" * 2001},
        "file_type": {"text": "x", "files": [Upload("a.exe", PDF.content)]},
        "file_size": {"text": "x", "files": [Upload("a.pdf", b"")]},
        "too_many_files": {"text": "x", "files": [PNG] * 4},
    }
    for reason, said in refused.items():
        with pytest.raises(DisputeRefused, match=reason):
            write_in_dispute(
                mine.organization, dispute=dispute.id, author="customer", actor=CUSTOMER, at=noon(march(6)), **said
            )  # fmt: skip
    for fake in (Upload("a.pdf", PNG.content), Upload("a.png", b"\x89PNG"), Upload("a.pdf.html", PDF.content)):
        with pytest.raises(DisputeRefused, match="file_type"):
            no(mine, owed(mine), march(3), files=[fake])


def test_strangers_and_twins() -> None:
    """CM-06: another account's line, dispute and file are not there; six at once open one dispute."""
    mine, theirs = debts(), debts()
    invoice = owed(mine)
    opened = at_once([lambda: no(mine, invoice, march(3), files=[PDF])] * 6)
    disputes = [each for each in opened if isinstance(each, Dispute)]
    assert len(disputes) == 1
    assert {str(each) for each in opened if not isinstance(each, Dispute)} == {"already"}
    with pytest.raises(InvoiceLine.DoesNotExist):
        open_dispute(
            theirs.organization, account=theirs.account.id, line=mine.line_of(invoice), reason="other", text="x",
            actor=CUSTOMER, at=noon(march(3)),
        )  # fmt: skip
    with pytest.raises(Dispute.DoesNotExist):
        withdraw_dispute(
            mine.organization, account=theirs.account.id, dispute=disputes[0].id, actor=CUSTOMER, at=noon(march(4))
        )  # fmt: skip
    with within(mine.organization):
        file = DisputeFile.objects.get()
        with pytest.raises(DisputeFile.DoesNotExist):
            dispute_file(mine.organization, file=file.id, account=theirs.account.id)
    with pytest.raises(DatabaseError), within(mine.organization):
        Dispute.objects.filter(id=disputes[0].id).update(amount_minor=1)


def test_what_cannot_be_disputed() -> None:
    """CM-06: a paid invoice and an unknown reason."""
    mine = debts()
    invoice = owed(mine)
    with pytest.raises(DisputeRefused, match="reason"):
        no(mine, invoice, march(3), reason="because")
    mine.pay(invoice, 1250_00)
    with pytest.raises(DisputeRefused, match="nothing_left"):
        no(mine, invoice, march(3))


def test_a_closed_dispute_leaves_time_to_pay_whatever_the_company_s_days() -> None:
    """Terms of no days still give the least; longer terms are kept."""
    closed, due = date(2026, 3, 10), date(2026, 3, 1)
    for days in (0, LEAST_NEW_DUE_DAYS, 30):
        until = new_due_date(closed_on=closed, due_on=due, wanted=None, days=days)
        assert until == closed + timedelta(days=max(days, LEAST_NEW_DUE_DAYS))
