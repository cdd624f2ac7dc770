"""plans/calculate/: what terms would cost (fenerum-api.md 7). Nothing is saved."""

from typing import Any, Final

from django.utils.translation import gettext as _

from selvbetjening.domain.accounts.queries.listed import account_called
from selvbetjening.domain.billing.actions.check_sale import check_sale
from selvbetjening.domain.catalog.queries import PlanTerms
from selvbetjening.domain.catalog.rules.prices import PricePart, price_parts
from selvbetjening.domain.contracts.queries import of_terms
from selvbetjening.domain.contracts.rules.holding import Contract, price_on
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up
from selvbetjening.portals.api import values
from selvbetjening.portals.api.act_words import act_refusals
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import invalid
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.subscriptions import terms_of
from selvbetjening.portals.api.values import DecimalText, Outgoing, amount

resource = Resource("plans", tag="calculate")
_MOST: Final = 1_000_000


class CalculateIn(values.Incoming):
    """Which terms, how many, and for whom."""

    account_country_code: values.Country
    terms: values.Reference
    quantity: values.Number
    account_code: values.Maybe[values.Reference] = None


class LineOut(Outgoing):
    """One line of the price."""

    description: str
    quantity: DecimalText
    unit_price: DecimalText
    amount: DecimalText


class CalculateOut(Outgoing):
    """One full period; `discount` is what the account's contract takes off, `total` is after it.

    `total` excludes VAT, `total_incl_vat` includes it.
    """

    currency: str
    quantity: int
    unit_price: DecimalText
    subtotal: DecimalText
    discount: DecimalText
    vat_rate: DecimalText
    vat: DecimalText
    total: DecimalText
    total_incl_vat: DecimalText
    lines: list[LineOut]


@resource.acts("plans/calculate/", CalculateOut, right="read")
def calculate(request: ApiRequest, body: CalculateIn) -> Any:
    """What a full period costs, exactly as it would be invoiced."""
    call, terms = request.call, terms_of(request.call, body.terms)
    if not 1 <= body.quantity <= _MOST:
        raise invalid({"quantity": _("The quantity is between 1 and 1,000,000.")}, code="range")
    contracts: tuple[Contract, ...] = ()
    if body.account_code is not None:
        account = account_called(call.here, reference=body.account_code)
        if account is None:
            raise invalid({"account_code": _("There is no such account.")}, code="does_not_exist")
        with act_refusals():
            check_sale(call.here, account=account.id, terms=terms.id, at=call.at)
        contracts = of_terms(call.here, account=account.id, terms=terms.id)
    parts = price_parts(pricing=terms.pricing, quantity=body.quantity)
    gross = sum(part.net.minor for part in parts)
    net = price_on(pricing=terms.pricing, quantity=body.quantity, contracts=contracts, day=call.today).minor
    vat = round_half_up(net * terms.vat_basis_points, TEN_THOUSAND)
    return CalculateOut(
        currency=terms.currency,
        quantity=body.quantity,
        unit_price=amount(parts[0].unit_price.minor),
        subtotal=amount(gross),
        discount=amount(gross - net),
        vat_rate=amount(terms.vat_basis_points),
        vat=amount(vat),
        total=amount(net),
        total_incl_vat=amount(net + vat),
        lines=[_line(call, terms, part) for part in parts],
    )


def _line(call: Call, terms: PlanTerms, part: PricePart) -> LineOut:
    plan = terms.plan.name(call.language)
    words = {"units": plan, "tier_fee": _("%(plan)s, step fee"), "base_fee": _("%(plan)s, basic fee")}[part.kind]
    return LineOut(
        description=words % {"plan": plan} if part.kind != "units" else plan,
        quantity=str(part.quantity),
        unit_price=amount(part.unit_price.minor),
        amount=amount(part.net.minor),
    )
