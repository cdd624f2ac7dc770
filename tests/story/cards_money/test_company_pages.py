"""A company gives money back by card, sees what is open and what its gateways pay out (SB-26, SEC-09)."""

from typing import Any

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.models import CardRefund, RefundTask
from tests.business import BusinessClient, as_manager, confirmed
from tests.story.cards_money.till import AT, CLERK, Till, kr, line, till


def desk(mine: Till) -> BusinessClient:
    return as_manager(mine.owner, language="en")


def text(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_payment_is_given_back_with_and_without_a_credit_note(mine: Till) -> None:
    """Shown before it is ordered; a part; too much is refused at the amount."""
    client = desk(mine)
    invoice = mine.issue([line(20_000)])
    payment = mine.payment(mine.paid(invoice))
    page = client.path("sb_give_back", mine.account.id, payment.id)
    assert "left to give back" in text(client, page)
    refused = client.post(page, {"amount": "250,01", "way": "reverse"}).content.decode()
    assert "more than is left of it" in refused
    assert "Write a reason" in client.post(page, {"amount": "10,00", "way": "credit"}).content.decode()
    form = {"amount": "50,00", "way": "credit", "reason": "Fejl"}
    shown = client.post(page, form).content.decode()
    assert "Credit note incl. VAT" in shown and mine.rows(CardRefund) == []
    assert confirmed(client, page, form).status_code == 302
    assert confirmed(client, page, {"amount": "20,00", "way": "reverse"}).status_code == 302
    found = mine.rows(CardRefund)
    assert sorted((row.amount_minor, row.task_id is None) for row in found) == [(2_000, True), (5_000, False)]
    assert "Is being sent" in text(client, client.path("sb_entries", mine.account.id))
    assert "180.00" in text(client, client.path("sb_entries", mine.account.id))


def test_a_row_of_the_refund_list_is_carried_out_by_card(mine: Till) -> None:
    client = desk(mine)
    mine.paid(mine.issue())
    mine.pay(mine.issue(), 35_000)
    open_refund(
        mine.organization, account=mine.account.id, amount=kr(10_000), reason="other", due_on=AT.date(),
        actor=CLERK, at=AT,
    )  # fmt: skip
    page = client.path("sb_dues")
    assert "Pay it back by card" in text(client, page)
    (task,) = mine.rows(RefundTask)
    assert client.post(page, {"by_card": str(task.id)}).status_code == 302
    assert [row.task_id for row in mine.rows(CardRefund)] == [task.id]
    again = client.post(page, {"refunded": str(task.id), "reference": "bank"}, follow=True).content.decode()
    assert "A card refund of it runs" in again


def test_a_row_that_no_single_payment_covers_is_spread_over_several(mine: Till) -> None:
    """From the list, in one press, through two payments; pressed again there is nothing left to carry out."""
    client = desk(mine)
    for _ in range(2):
        mine.paid(mine.issue())
    mine.pay(mine.issue(), 55_000)
    open_refund(
        mine.organization, account=mine.account.id, amount=kr(30_000), reason="other", due_on=AT.date(),
        actor=CLERK, at=AT,
    )  # fmt: skip
    (task,) = mine.rows(RefundTask)
    page = client.path("sb_dues")
    assert client.post(page, {"by_card": str(task.id)}).status_code == 302
    assert sorted(row.amount_minor for row in mine.rows(CardRefund)) == [5_000, 25_000]
    assert "Somebody has dealt with it already" in client.post(page, {"by_card": str(task.id)}).content.decode()


def test_lists_and_files(mine: Till) -> None:
    client = desk(mine)
    mine.paid(mine.issue())
    mine.issue([line(777)])
    open_items = text(client, client.path("sb_open_items"))
    assert "Unpaid by age" in open_items and "9.71" in open_items
    file = client.path("sb_open_items_file")
    assert "Confirm with MitID" in client.post(file).content.decode()
    client.confirm("export")
    assert client.post(file)["Content-Type"].startswith("text/csv")
    days = "first=2026-03-01&last=2026-03-31"
    assert "250.00" in text(client, f"{client.path('sb_settlements')}?{days}")
    assert b"stripe;payment;pay_F" in client.get(f"{client.path('sb_settlements_file')}?{days}").content
    noted = [event.data for event in mine.rows(Event) if event.name == "organizations.list_exported"]
    assert {"what": "settlements", "rows": 1} in noted, "SEC-122"


@pytest.mark.parametrize("name", ["sb_give_back", "sb_entries"])
def test_the_neighbours_ids_are_not_found(mine: Till, name: str) -> None:
    """SEC-09: another company's account and payment."""
    other = till()
    payment = other.payment(other.paid(other.issue()))
    client = desk(mine)
    named = [other.account.id, payment.id] if name == "sb_give_back" else [other.account.id]
    assert client.get(client.path(name, *named)).status_code == 404
