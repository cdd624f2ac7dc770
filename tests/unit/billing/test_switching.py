"""CM-05, XB-34: a switch on any day of any month collects nothing twice and leaves nothing out."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.payments.rules.switching import OpenInvoice, Way, plan_switch, way_in_force

FIRST = date(2026, 1, 1)
dues = st.lists(st.integers(-40, 90), min_size=0, max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    day=st.integers(0, 730), dues=dues, wait=st.integers(0, 40), needs=st.integers(0, 12), old_needs=st.integers(0, 12)
)
def test_no_switch_on_any_day_collects_twice_or_not_at_all_cm_05(
    day: int, dues: list[int], wait: int, needs: int, old_needs: int
) -> None:
    """CM-05: both ways play on by their own rules, day by day; each invoice is asked for exactly once."""
    today = FIRST + timedelta(days=day)
    new = Way("card", today + timedelta(days=wait), needs)
    open_ = [
        OpenInvoice(UUID(int=number), today + timedelta(days=due), due - old_needs < 0)
        for number, due in enumerate(dues)
    ]
    plan = plan_switch(invoices=open_, today=today, to=new)
    by_id = {each.id: each for each in open_}
    asked: dict[UUID, list[str]] = {each.id: [] for each in open_}
    for each in plan.invoices:
        invoice = by_id[each.invoice]
        if each.step == "pay_now":
            asked[each.invoice].append("hand")
            assert each.on >= today
    for offset in range(200):  # what the two ways do of themselves
        now = today + timedelta(days=offset)
        for each in plan.invoices:
            invoice = by_id[each.invoice]
            if each.step == "old_way" and invoice.handed_over and now == each.on < plan.old_ends_on:
                asked[each.invoice].append("old")
            in_time = new.active_on <= now == each.on - timedelta(days=needs)
            if each.step == "new_way" and in_time and not invoice.handed_over:
                asked[each.invoice].append("new")
    for invoice_id, ways in asked.items():
        assert len(ways) == 1, (by_id[invoice_id], ways, plan)
    assert plan.old_ends_on >= new.active_on
    assert len(plan.invoices) == len(open_)


def test_a_switch_by_hand() -> None:
    """Handed over stays with its day; too soon for the new way is paid by hand; the rest goes the new way."""
    today = date(2026, 3, 10)
    open_ = [
        OpenInvoice(UUID(int=1), date(2026, 3, 12), handed_over=True),
        OpenInvoice(UUID(int=2), date(2026, 3, 14), handed_over=False),
        OpenInvoice(UUID(int=3), date(2026, 4, 1), handed_over=False),
        OpenInvoice(UUID(int=4), date(2026, 3, 1), handed_over=False),
    ]
    plan = plan_switch(invoices=open_, today=today, to=Way("bs", date(2026, 3, 11), 7))
    assert [(each.invoice.int, each.step, each.on) for each in plan.invoices] == [
        (4, "pay_now", today),
        (1, "old_way", date(2026, 3, 12)),
        (2, "pay_now", date(2026, 3, 14)),
        (3, "new_way", date(2026, 4, 1)),
    ]
    assert plan.old_ends_on == date(2026, 3, 13)


def test_the_last_day_on_which_a_way_still_takes_an_invoice() -> None:
    """Just in time for the new way is in time, a day less is not; what is due today stays where it was handed over."""
    today, bs = date(2026, 3, 10), Way("bs", date(2026, 3, 11), 7)
    due = {1: date(2026, 3, 17), 2: date(2026, 3, 18)}
    open_ = [OpenInvoice(UUID(int=number), on, handed_over=False) for number, on in due.items()]
    handed = OpenInvoice(UUID(int=3), today, handed_over=True)
    plan = plan_switch(invoices=[*open_, handed], today=today, to=bs)
    assert [(each.invoice.int, each.step) for each in plan.invoices] == [(3, "old_way"), (1, "pay_now"), (2, "new_way")]


def test_which_way_an_invoice_takes_ein_1() -> None:
    assert way_in_force(collection_method="invoice", party_type="consumer", sent_electronically=False) == "invoice"
    assert way_in_force(collection_method="invoice", party_type="public", sent_electronically=False) == "e_invoice"
    assert way_in_force(collection_method="invoice", party_type="business", sent_electronically=True) == "e_invoice"
    assert (
        way_in_force(collection_method="payment_card", party_type="business", sent_electronically=True)
        == "payment_card"
    )


def test_a_public_body_is_not_charged_by_card_ein_1() -> None:
    """EIN-1: it pays its e-invoices itself, whatever is written at its subscription; a mandate of its own stays."""
    assert way_in_force(collection_method="payment_card", party_type="public", sent_electronically=True) == "e_invoice"
    assert way_in_force(collection_method="payment_card", party_type="public", sent_electronically=False) == "e_invoice"
    assert way_in_force(collection_method="bs", party_type="public", sent_electronically=True) == "bs"
