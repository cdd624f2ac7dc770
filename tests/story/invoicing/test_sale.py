"""What cannot be invoiced is not sold: it is refused with its reason when a price is asked for."""

from typing import Any

import pytest

from selvbetjening.domain.billing.actions.check_sale import check_sale
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.invoicing.books import Books, books, noon

pytestmark = pytest.mark.usefixtures("database")
SWEDE = {"country": "SE"}
FIRM = {"party_type": "business", "country": "SE", "vat_number": "SE556677889901"}
AE = {"vat_category": "AE", "vat_basis_points": 0}


def ask(shop: Books, **terms: Any) -> None:
    price = make.terms(make.plan(shop.owner), **terms)
    check_sale(shop.organization, account=shop.account.id, terms=price.id, at=noon())


@pytest.mark.parametrize(
    ("account", "terms", "reason"),
    [
        (SWEDE, {}, "oss"),
        ({}, {"currency": "USD"}, "exchange_rate"),
        ({}, AE, "not_a_business"),
        ({"party_type": "business"}, AE, "no_vat_number"),
    ],
)
def test_what_cannot_be_invoiced_is_refused_with_its_reason(
    account: dict[str, str], terms: dict[str, Any], reason: str
) -> None:
    """INV-11, INV-13, INV-15."""
    with pytest.raises(Refused, match=reason):
        ask(books(**account), **terms)


@pytest.mark.parametrize(
    ("account", "terms"),
    [
        ({}, {}),
        (FIRM, AE),
        (FIRM, {}),
        ({}, {"currency": "EUR"}),
        (SWEDE, {"vat_category": "E", "vat_basis_points": 0}),
    ],
)
def test_what_can_be_invoiced_is_sold(account: dict[str, str], terms: dict[str, Any]) -> None:
    ask(books(**account), **terms)


def test_a_company_that_follows_oss_sells_and_one_without_address_does_not() -> None:
    """INV-3, INV-15."""
    shop = books(**SWEDE)
    with within(shop.organization):
        Organization.objects.filter(id=shop.organization).update(
            choices={"oss_mode": "rate_table", "oss_rates": [["2026-01-01", "SE", 2500]]}
        )
    ask(shop)
    with pytest.raises(Refused, match="oss_rate"):
        ask(shop, vat_basis_points=1200)
    with within(shop.organization):
        Organization.objects.filter(id=shop.organization).update(address_line="")
    with pytest.raises(Refused, match="seller_incomplete"):
        ask(shop)


def test_a_quote_asks_first() -> None:
    """INV-15."""
    shop = books(**SWEDE)
    price = make.terms(make.plan(shop.owner))
    with pytest.raises(Refused, match="oss"):
        quote_start(shop.organization, account=shop.account.id, terms=price.id, at=noon())
