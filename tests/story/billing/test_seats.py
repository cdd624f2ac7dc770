"""The company of the issue: 40 seats move to yearly tiers in the middle of a month, then 5 more (XB-11, SU-05)."""

import json
from datetime import date

import pytest

from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import write
from selvbetjening.domain.invoicing.einvoice.checked import check
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.subscriptions.models import Subscription
from tests import make
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, MOVED, MORE, NEXT = date(2026, 3, 1), date(2026, 3, 16), date(2026, 3, 20), date(2026, 4, 1)

LINES = [
    ["Basis, 1. marts 2026 – 31. marts 2026"],
    [
        "Tilbage for Basis (månedsvis), 16 af 31 dage, 16. marts 2026 – 31. marts 2026",
        "Resten af perioden på Basis (årsvis), 40 pladser, 16 af 365 dage, 16. marts 2026 – 31. marts 2026",
    ],
    [
        "Tilbage for Basis (årsvis), 40 pladser, 12 af 365 dage, 20. marts 2026 – 31. marts 2026",
        "Resten af perioden på Basis (årsvis), 45 pladser, 12 af 365 dage, 20. marts 2026 – 31. marts 2026",
    ],
    ["Basis, 1. april 2026 – 31. marts 2027", "Basis, 1. april 2026 – 31. marts 2027"],
]


def _company() -> tuple[Deal, PlanTerms, PlanTerms]:
    """A company with monthly seats, and the yearly terms with tiers that it moves to."""
    mine = deal(party_type="business")
    monthly = make.terms(mine.basis.plan, unit_price_minor=10_000, unit_da="plads/pladser", minimum_quantity=5)
    yearly = make.terms(
        mine.basis.plan,
        interval_unit="year",
        pricing_model="graduated",
        unit_price_minor=0,
        tiers=[[10, 130_000, 0], [None, 120_000, 0]],
        unit_da="plads/pladser",
        minimum_quantity=10,
        maximum_quantity=100,
        quantity_step=5,
    )
    return mine, monthly, yearly


def quote(mine: Deal, one: Subscription, day: date, **wish: object) -> QuoteView:
    return quote_change(mine.organization, account=mine.account.id, subscription=one.id, at=noon(day), **wish)  # type: ignore[arg-type]


def test_forty_seats_move_to_yearly_tiers_and_five_more_join_su_02_su_03_su_05_xb_08_xb_11() -> None:
    """SU-02, SU-03, SU-05, XB-08, XB-11: every amount worked out by hand.

    40 seats at 100.00 a month are 4,000.00. A year costs 1,300.00 for each of the first 10 seats and 1,200.00 for each
    after that: 49,000.00 for 40, a twelfth of which is 4,083.33, so that it is an upgrade, and happens now. Of March
    16 of 31 days are left: 2,064.52 back. 16 of the year's 365 days are 2,147.95. Four days later 45 seats: 12 days of
    49,000.00 back (1,610.96) and 12 days of 55,000.00 on (1,808.22). The renewal stays on 1 April.
    """
    mine, monthly, yearly = _company()
    one = mine.started(FIRST, monthly, quantity=40)
    with pytest.raises(Refused, match="quantity_step"):
        quote(mine, one, MOVED, terms=yearly.id, quantity=41)
    moved = quote(mine, one, MOVED, terms=yearly.id)
    assert (moved.direction, moved.timing, moved.papers, moved.next_on) == ("upgrade", "now", "invoice", NEXT)
    assert [line.net.minor for line in moved.lines] == [-206_452, 214_795]
    assert not moved.begins_period
    assert (moved.net.minor, moved.vat.minor, moved.charge_today.minor) == (8_343, 2_086, 10_429)
    assert (moved.next_net.minor if moved.next_net else 0, len(moved.forecast_change)) == (4_900_000, 12)
    mine.confirm(moved.id, MOVED)
    more = quote(mine, one, MORE, quantity=45)
    assert (more.timing, more.quantity_before, more.quantity) == ("now", 40, 45)
    assert [line.net.minor for line in more.lines] == [-161_096, 180_822]
    assert more.charge_today.minor == 19_726 + 4_932
    mine.confirm(more.id, MORE)
    less = quote(mine, one, MORE, quantity=40)
    assert (less.direction, less.timing, less.effective_on, less.charge_today.minor) == (
        "downgrade",
        "renewal",
        NEXT,
        0,
    )
    mine.run(NEXT)
    assert [[line.text for line in invoice.lines.all()] for invoice in mine.invoices()] == LINES
    assert [invoice.net_minor for invoice in mine.invoices()] == [400_000, 8_343, 19_726, 5_500_000]
    moves = [[(line.quantity, line.unit_price_minor) for line in invoice.lines.all()] for invoice in mine.invoices()]
    assert moves[1:3] == [[(-40, 10_000), (1, 4_900_000)], [(-1, 4_900_000), (1, 5_500_000)]]
    last = mine.invoices()[-1]
    assert [(line.quantity, line.unit_price_minor) for line in last.lines.all()] == [(10, 130_000), (35, 120_000)]
    after = mine.subscription(one.id)
    assert (after.quantity, after.terms_id, after.renews_on) == (45, yearly.id, date(2027, 4, 1))


def test_a_year_at_once_is_one_invoice_for_each_change_xb_09_su_05_ein_2() -> None:
    """XB-09, SU-05, EIN-2, CM-01: a year from today less what is left of March; then 5 seats more for the year.

    40 seats at 95.00: 16 of 31 days are 1,961.29 back. A year for 40 at 760.00 is 30,400.00, and 3,800.00 for 5 more.
    """
    mine = deal(party_type="public", ean="5798000000001", cvr="12345674", address_line="Torvet 1", city="Aarhus")
    choose(
        mine.organization, values={"timing_interval": "now", "upgrade_full_period": True}, actor=ACTOR, at=noon(FIRST)
    )
    units = {"unit_da": "bruger/brugere", "unit_en": "user/users"}
    monthly = make.terms(mine.basis.plan, unit_price_minor=9_500, **units)
    tiers = [[9, 95_000, 0], [39, 85_500, 0], [None, 76_000, 0]]
    yearly = make.terms(
        mine.basis.plan, interval_unit="year", pricing_model="volume", unit_price_minor=0, tiers=tiers, **units
    )
    one = mine.started(FIRST, monthly, quantity=40)
    moved = quote(mine, one, MOVED, terms=yearly.id)
    assert (moved.direction, moved.papers, moved.charge_today.minor) == ("downgrade", "invoice", 3_554_839)
    assert moved.begins_period
    mine.confirm(moved.id, MOVED)
    mine.confirm(quote(mine, one, MOVED, quantity=45).id, MOVED)
    invoices = mine.invoices()[1:]
    assert [[(line.text, line.quantity, line.unit_price_minor, line.net_minor) for line in each.lines.all()]
            for each in invoices] == [
        [("Tilbage for Basis (månedsvis), 16 af 31 dage, 16. marts 2026 – 31. marts 2026", -40, 9_500, -196_129),
         ("Basis (årsvis), 16. marts 2026 – 15. marts 2027", 40, 76_000, 3_040_000)],
        [("Tilbage for Basis (årsvis), 16. marts 2026 – 15. marts 2027", -40, 76_000, -3_040_000),
         ("Basis (årsvis), 16. marts 2026 – 15. marts 2027", 45, 76_000, 3_420_000)],
    ]  # fmt: skip
    for each in invoices:
        frozen = InvoiceSnapshot.from_json(json.dumps(each.snapshot))
        assert {line.unit for line in frozen.lines} == {"brugere"}
        assert [finding for finding in check(write(frozen, format="bis3")) if finding.fatal] == []
    assert [each.snapshot["explanation"][1].replace("\N{NO-BREAK SPACE}", " ") for each in invoices] == [
        "Basis betales nu årsvis i stedet for månedsvis: 35.548,39 kr.",
        "Antallet af Basis er ændret fra 40 til 45 for resten af perioden: 4.750,00 kr.",
    ]
    assert mine.subscription(one.id).renews_on == date(2027, 3, 16)


def test_fewer_seats_wait_and_more_replace_what_waits_xb_21_su_06() -> None:
    """XB-21, SU-06, XB-13: a smaller quantity is planned; a larger one today takes the plan away."""
    mine = deal()
    one = mine.started(FIRST, mine.basis, quantity=10)
    fewer = quote(mine, one, MOVED, quantity=6)
    assert (fewer.timing, fewer.effective_on) == ("renewal", NEXT)
    mine.confirm(fewer.id, MOVED)
    with pytest.raises(Refused, match="already_scheduled"):
        quote(mine, one, MOVED, quantity=6)
    more = quote(mine, one, MORE, quantity=12)
    assert more.removes_scheduled_change
    mine.confirm(more.id, MORE)
    mine.run(NEXT)
    assert mine.subscription(one.id).quantity == 12
    again = quote(mine, one, NEXT, quantity=7)
    mine.confirm(again.id, NEXT)
    mine.run(date(2026, 5, 1))
    assert (mine.subscription(one.id).quantity, mine.invoices()[-1].net_minor) == (7, 7 * 20_000)
