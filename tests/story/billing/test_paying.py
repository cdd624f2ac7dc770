"""The subscription's page says how it is paid and what happens next (CM-05, XB-34)."""

import pytest

from tests import make
from tests.story.portal.world import text_of, world

pytestmark = pytest.mark.usefixtures("database")


def test_the_way_in_force_and_the_open_invoices_in_order_xb_34() -> None:
    """XB-34: the invoice of this subscription with its amount and day; another subscription's is not named here."""
    ours = world()
    page = text_of(ours.client(language="en").get(f"/abonnementer/{ours.subscription.id}/"))
    assert "How you pay" in page and "By invoice, sent by mail." in page
    assert "What happens now" in page and f"Invoice {ours.invoice.number}" in page and "DKK 250.00" in page
    other = make.subscription(ours.account, ours.large)
    told = text_of(ours.client(language="en").get(f"/abonnementer/{other.id}/"))
    assert "How you pay" in told and f"Invoice {ours.invoice.number}" not in told


def test_a_public_body_reads_that_it_gets_e_invoices_ein_1() -> None:
    ours = world(party_type="public")
    page = text_of(ours.client(language="en").get(f"/abonnementer/{ours.subscription.id}/"))
    assert "By e-invoice." in page
