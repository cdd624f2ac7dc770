"""The company's pages of late payment: who would be reminded and why not, disputes answered, claims handed over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.models import Dispute, DisputeFile
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules.disputes import Upload
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests.business import BusinessClient, as_manager
from tests.portal import PortalClient
from tests.story.invoicing.books import noon
from tests.story.late.debts import CUSTOMER, DUE, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 4, 11)


@pytest.fixture
def mine() -> Iterator[Debts]:
    clock.set_source(lambda: noon(TODAY))
    yield debts()
    clock.reset()


def desk(mine: Debts) -> BusinessClient:
    return as_manager(mine.owner, language="en")


def page(client: PortalClient, address: str, **data: Any) -> str:
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode().replace("\u00a0", " "))


def test_who_would_be_reminded_tomorrow_and_why_not(mine: Debts) -> None:
    """DUN-1 to DUN-5, COL-1: each overdue invoice with what happens and the rule that says so."""
    old, fresh = owed(mine), owed(mine, day=date(2026, 3, 20))
    mine.through(DUE, date(2026, 3, 29))
    client = desk(mine)
    shown = page(client, client.path("sb_late"))
    assert "12 April 2026" in shown
    assert "None: all letters are sent" in shown
    assert "A reminder is sent: letter 1" in shown
    assert "Ready for collection" in shown
    assert "DKK 1,559.02" in shown
    with within(mine.organization):
        mine.owner.payment_instructions = ""
        mine.owner.save(update_fields=["payment_instructions"])
    mine.through(date(2026, 4, 12), date(2026, 4, 30))
    clock.set_source(lambda: noon(date(2026, 5, 1)))
    assert "not sent without how to pay" in page(desk(mine), client.path("sb_late"))
    assert len(mine.letters(fresh)) == 2
    assert len(mine.letters(old)) == 3


def test_a_claim_is_handed_over_and_what_is_left_waived(mine: Debts) -> None:
    """DUN-6, SEC-19: one press each; nothing of it under another company."""
    invoice = owed(mine)
    mine.through(DUE, TODAY)
    client = desk(mine)
    address = client.path("sb_late")
    assert "Hand over" not in page(client, address, invoice=str(invoice.id)).split("For collection")[1]
    assert mine.claimed(invoice, "collection") == 100_00
    assert client.post(address, {"invoice": "x"}).status_code == 404
    beside = client.path("sb_claims", mine.account.id, invoice.id)
    assert "Collection fee" in page(client, beside)
    page(client, beside, waive="1")
    assert mine.due(invoice).now.minor == 1250_00
    other = desk(debts())
    assert other.get(other.path("sb_claims", mine.account.id, invoice.id)).status_code == 404


def test_a_dispute_is_answered_turned_down_and_accepted(mine: Debts) -> None:
    """CM-06: the thread with its file; an answer, a refusal with a new day not too soon, a credit note."""
    invoice = owed(mine, 60_000, 40_000)
    opened = [
        open_dispute(
            mine.organization, account=mine.account.id, line=line.id, reason="faulty", text="Virker ikke",
            files=[Upload("a.pdf", b"%PDF-1 %%EOF")], actor=CUSTOMER, at=noon(TODAY),
        )
        for line in mine.lines(invoice)
    ]  # fmt: skip
    client = desk(mine)
    assert "Waits for your answer" in page(client, client.path("sb_late"))
    first, second = (client.path("sb_dispute", each.id) for each in opened)
    assert "Virker ikke" in page(client, first)
    with within(mine.organization):
        file = DisputeFile.objects.first()
        assert file is not None
    got = client.get(client.path("sb_dispute_file", file.id))
    assert (got.content, got["Content-Disposition"]) == (b"%PDF-1 %%EOF", 'attachment; filename="a.pdf"')
    assert "Waits for the customer" in page(client, first, verdict="answer", text="Hvordan?")
    soon = page(client, first, verdict="reject", text="Nej", new_due_on="2026-04-20")
    assert "at least ten days" in soon
    assert "Turned down" in page(client, first, verdict="reject", text="Nej", new_due_on="2026-04-21")
    over = page(client, first, verdict="accept", text="Ja")
    assert "The dispute is over" in over and 'name="verdict"' not in over and 'name="verdict"' in page(client, second)
    assert "Accepted" in page(client, second, verdict="accept", text="Ja")
    assert mine.invoice(invoice.id).credited_minor == 500_00
    with within(mine.organization):
        assert sorted(Dispute.objects.values_list("state", flat=True)) == ["accepted", "rejected"]
    other = desk(debts())
    assert other.get(other.path("sb_dispute", opened[0].id)).status_code == 404


def test_a_part_of_a_dispute_is_accepted(mine: Debts) -> None:
    """CM-06: the amount as people type it; what cannot be a part is said at its field; both parts are shown."""
    invoice = owed(mine, 15_920)
    made = open_dispute(
        mine.organization, account=mine.account.id, line=mine.line_of(invoice), reason="wrong_price", text="149!",
        actor=CUSTOMER, at=noon(TODAY),
    )  # fmt: skip
    client = desk(mine)
    address = client.path("sb_dispute", made.id)
    for wrong in ("", "199,00", "x"):
        refused = client.post(address, {"verdict": "part", "part": wrong, "text": "Ja"})
        assert refused.context["form"].errors.keys() == {"part"}
    shown = page(client, address, verdict="part", part="149,00", text="Resten er brugt")
    assert "Partly accepted" in shown and "DKK 149.00" in shown and "DKK 50.00" in shown
    assert 'name="verdict"' not in shown
    assert mine.invoice(invoice.id).credited_minor == 149_00


def test_a_payment_is_proposed_with_fees_and_interest_and_without_what_is_disputed_cm_06(mine: Debts) -> None:
    """CM-06, DUN-1: the form proposes what is really to be paid, as the reader writes amounts."""
    invoice = owed(mine, 60_000, 40_000)
    mine.through(DUE, TODAY)
    with within(mine.organization):
        due = to_pay(mine.organization, invoice=mine.invoice(invoice.id))
    assert due.claims.total.minor > 0
    whole, part = divmod(due.now.minor, 100)
    client = desk(mine)
    address = client.path("sb_payment", mine.account.id, invoice.id)
    assert f'value="{whole}.{part:02d}"' in page(client, address)
    assert f"DKK {whole:,}.{part:02d}" in page(client, client.path("sb_account", mine.account.id))
    form = {"amount": "1300,00", "paid_on": str(DUE), "reference": "bank-1"}
    shown = client.post(address, form)
    words = shown.content.decode().replace("\u00a0", " ")
    for said in ("DKK 1,250.00", "Too much", "DKK 50.00", "waived", "DKK 0.00"):  # paid on its day: nothing was late
        assert said in words, said
    assert mine.due(invoice).now == due.now  # shown only
    line = mine.lines(invoice)[0]
    open_dispute(
        mine.organization, account=mine.account.id, line=line.id, reason="faulty", text="Virker ikke",
        files=[], actor=CUSTOMER, at=noon(TODAY),
    )  # fmt: skip
    whole = (due.now.minor - 75_000) // 100
    said = client.get(address, headers={"accept-language": "da"}).content.decode().replace("\u00a0", " ")
    assert f'value="{whole},{part:02d}"' in said and "750,00 kr." in said
