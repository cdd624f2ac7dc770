"""Whether the company can issue documents in a currency at all: asked of many at once, without a query."""

from collections.abc import Iterable
from datetime import date

from selvbetjening.domain.invoicing.rules.exchange import rates
from selvbetjening.domain.invoicing.rules.required import Party, missing_of_seller
from selvbetjening.domain.invoicing.rules.vat import NoRate
from selvbetjening.domain.organizations.models import Organization


def issue_refusals(organization: Organization, *, currencies: Iterable[str], on: date) -> dict[str, str]:
    """Those of these currencies in which the company can issue nothing on the day, each with why.

    `seller_incomplete` (INV-3: all of them) or `exchange_rate` (INV-13). No query: the billing run asks for each chunk.
    """
    seller = Party(
        name=organization.name,
        number=organization.cvr,
        address_line=organization.address_line,
        postal_code=organization.postal_code,
        city=organization.city,
    )
    if missing_of_seller(seller=seller):
        return dict.fromkeys(currencies, "seller_incomplete")
    known = rates(
        entered=organization.choice("exchange_rates"), shown=organization.choice("vat_dkk_on_foreign_invoice"), on=on
    )
    refused = {}
    for currency in currencies:
        try:
            known.shown(vat_minor=0, currency=currency, language="da")
        except NoRate:
            refused[currency] = "exchange_rate"
    return refused
