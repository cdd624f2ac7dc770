"""The customer's and the company's pages say the price that a subscription has of its own (decision 133, CM-02)."""

import pytest
from tests.business import as_manager
from tests.story.portal.world import NOW, World, quote_in, text_of

from selvbetjening.domain.billing.actions.price_subscription import price_subscription
from selvbetjening.kernel.actors import SYSTEM


@pytest.fixture
def priced(ours: World) -> World:
    """150 kr. a month instead of 200, for what is not billed yet."""
    price_subscription(
        ours.id, account=ours.account.id, subscription=ours.subscription.id, minor=150_00, actor=SYSTEM, at=NOW
    )
    return ours


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", "DKK 187.50 1 April 2026"),
        ("/abonnementer/", "DKK 187.50"),
        ("/abonnementer/{subscription}/", "agreed for this subscription"),
        ("/abonnementer/{subscription}/", "DKK 187.50 (incl. VAT), 1 April 2026"),
        ("/abonnementer/{subscription}/skift/", "It ends when you change plan"),
        ("/abonnementer/{subscription}/skift/", "DKK 187.50"),
        ("/abonnementer/{subscription}/skift/{large}/", "without it"),
        ("/abonnementer/{subscription}/antal/?antal=2", "DKK 187.50"),
        ("/abonnementer/{subscription}/opsig/", "31 March 2026"),
        ("/nyt-abonnement/", "DKK 250.00"),
    ],
)
def test_every_page_says_it(path: str, wanted: str, priced: World) -> None:
    """CM-02, INV-12: incl. VAT to a consumer; what is sold anew is at the list price."""
    address = path.format(subscription=priced.subscription.id, large=priced.large.id)
    assert wanted in text_of(priced.client(language="en").get(address))


def test_a_change_of_plan_is_previewed_without_it_and_done_so_sb_15(priced: World) -> None:
    """CM-02, SB-15: what the preview says is invoiced, and no note once there is nothing to end."""
    at, client = f"/abonnementer/{priced.subscription.id}/", priced.client(language="en")
    shown = client.get(f"{at}skift/{priced.large.id}/")
    client.post(f"{at}skift/{priced.large.id}/", {"quote": quote_in(shown)})
    now = priced.reload()
    assert (now.terms_id, now.own_price_minor) == (priced.large.id, None)
    invoice = priced.invoices()[-1]
    assert f"{invoice.total_minor / 100:.2f}" in text_of(shown)
    assert "agreed for this subscription" not in text_of(client.get(at))


def test_the_company_sees_it_by_its_subscriptions(priced: World) -> None:
    """On the account's page and in the list, of a unit and excl. VAT."""
    page = as_manager(priced.organization, language="en")
    for name, *args in (("sb_account", priced.account.id), ("sb_subscriptions",)):
        assert "own price DKK 150.00 each, excl. VAT" in text_of(page.get(page.path(name, *args))), name
