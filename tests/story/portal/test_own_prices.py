"""The customer's pages say the price of the customer's own contract (fenerum-api.md 6, CM-02)."""

from datetime import date

import pytest
from tests.story.portal.world import NOW, World, text_of

from selvbetjening.domain.contracts.actions.make_contract import Agreed, make_contract
from selvbetjening.domain.contracts.actions.put_tier import put_tier
from selvbetjening.domain.contracts.rules.tiers import Tier
from selvbetjening.kernel.actors import SYSTEM


@pytest.fixture
def agreed(ours: World) -> World:
    """Ten per cent off the small terms, and a binding until the end of August."""
    terms = Agreed(terms=ours.small.id, starts_on=date(2026, 3, 1), months=6)
    made = make_contract(ours.id, account=ours.account.id, agreed=terms, actor=SYSTEM, at=NOW)
    put_tier(ours.id, contract=made.id, tier=Tier(1, None, "percent", 10_00), actor=SYSTEM, at=NOW)
    return ours


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", "DKK 225.00 1 April 2026"),
        ("/abonnementer/", "DKK 225.00"),
        ("/abonnementer/{subscription}/", "31 August 2026"),
        ("/abonnementer/{subscription}/skift/", "DKK 225.00"),
        ("/nyt-abonnement/", "DKK 225.00"),
        ("/nyt-abonnement/{small}/", "DKK 225.00"),
    ],
)
def test_every_page_says_the_contract_price(path: str, wanted: str, agreed: World) -> None:
    """CM-02, INV-12: incl. VAT to a consumer, and the list price of these terms nowhere."""
    address = path.format(subscription=agreed.subscription.id, small=agreed.small.id)
    said = text_of(agreed.client(language="en").get(address))
    assert wanted in said and "DKK 225.00" in said
