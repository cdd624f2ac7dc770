"""A mail leads into the portal only where its reader may go: one answer for pages, acts and mails (SB-05, SB-08)."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.formatting import format_money
from tests import make
from tests.story.billing.deal import deal, noon

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 1)


def mails(*, party_type: str = "business", access: bool = True, **settings: Any) -> dict[str, str]:
    """The mails after an order, by kind, for one recipient; `settings` are the company's before the mails are made."""
    mine = deal(party_type=party_type)
    make.recipient(mine.account, has_self_service_access=access)
    mine.started(DAY)
    with within(mine.organization):
        Organization.objects.filter(id=mine.organization).update(**settings)
    react(mine.organization, at=noon(DAY))
    with within(mine.organization):
        return dict(Message.objects.values_list("kind", "html"))


def test_an_open_portal_is_led_to_sb_05() -> None:
    sent = mails()
    assert "/fakturaer/" in sent["invoice_issued"]
    assert "/abonnementer/" in sent["subscription_started"]


def test_a_mail_does_not_lead_to_invoices_that_are_off_sb_05() -> None:
    """SB-05: the permission takes the way out of the mail; the law keeps it for consumers."""
    assert "/fakturaer/" not in mails(allowed_acts=[])["invoice_issued"]
    assert "/fakturaer/" in mails(party_type="consumer", allowed_acts=[])["invoice_issued"]


@pytest.mark.parametrize("settings", [{"self_service_enabled": False}, {"is_active": False}, {"features": []}])
def test_no_mail_leads_to_a_closed_portal_sb_08(settings: dict[str, Any]) -> None:
    assert all("/fakturaer/" not in html and "/abonnementer/" not in html for html in mails(**settings).values())


def test_a_barred_recipient_is_not_led_in_sb_18() -> None:
    assert all("/fakturaer/" not in html for html in mails(access=False).values())


def test_the_mail_about_a_change_says_what_the_quote_promised() -> None:
    """CM-02: tiers, what is given back, and both intervals: the mail's amounts are the quote's, not sums of its own."""
    mine = deal(party_type="business")
    make.recipient(mine.account, email="seats@firma.example")
    monthly = make.terms(mine.basis.plan, unit_price_minor=10_000)
    yearly = make.terms(
        mine.basis.plan, interval_unit="year", pricing_model="volume", unit_price_minor=0,
        tiers=[[9, 95_000, 0], [None, 76_000, 0]],
    )  # fmt: skip
    choose(mine.organization, values={"timing_interval": "now", "timing_downgrade": "now"}, actor=SYSTEM, at=noon(DAY))
    one = mine.started(DAY, monthly, quantity=40)
    later = DAY + timedelta(days=10)
    quote = quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=yearly.id, at=noon(later)
    )
    assert not quote.credited.is_zero and quote.next_total is not None
    mine.confirm(quote.id, later)
    react(mine.organization, at=noon(later))
    with within(mine.organization):
        text = Message.objects.get(kind="subscription_changed", to_address="seats@firma.example").text
    assert format_money(quote.next_total, "da") in text and quote.next_total.minor == 40 * 95_000
    assert format_money(quote.credited, "da") in text
    assert "40 × Basis, månedsvis" in text and "40 × Basis, årsvis" in text
