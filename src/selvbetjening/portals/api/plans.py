"""plans/ and their terms (fenerum-api.md 7)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.catalog import queries
from selvbetjening.domain.catalog.actions.add_terms import add_terms
from selvbetjening.domain.catalog.actions.change_terms import Offering, change_terms
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.queries import Plan, PlanTerms
from selvbetjening.domain.catalog.rules.prices import CURRENCIES, Pricing
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Unit
from selvbetjening.portals.api import filters, values
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import invalid, missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import DecimalText, Outgoing, amount

resource = Resource("plans")
#: What is sold here is a service; the books know no other kind.
VAT_TYPE: Final = "services"


class TermsOut(Outgoing):
    """One price of a plan."""

    uuid: str
    plan_uuid: str
    code: str
    name: str
    price: DecimalText
    currency: str
    interval: str
    interval_count: int
    backwards_charging: bool
    is_active: bool


class PlanOut(Outgoing):
    """A plan with its terms."""

    uuid: str
    code: str
    name: str
    description: str
    vat_type: str
    self_service_enabled: bool
    planterms_set: list[TermsOut]


class TermsIn(values.Incoming):
    """Terms that a plan is to be sold on."""

    code: values.Code
    name: values.Maybe[Annotated[str, values.text(128, blank=True)]] = None
    price: Annotated[Decimal, values.decimal(2)]
    currency: values.Maybe[Annotated[str, values.choice(*CURRENCIES)]] = None
    interval: Annotated[Unit, values.choice(*get_args(Unit))]
    interval_count: values.Maybe[values.Number] = None
    backwards_charging: values.Maybe[values.Flag] = None
    is_active: values.Maybe[values.Flag] = None


class TermsChange(values.Incoming):
    """What may be changed of terms; price, interval and charging are what customers have agreed to."""

    name: values.Maybe[Annotated[str, values.text(128, blank=True)]] = None
    is_active: values.Maybe[values.Flag] = None
    price: values.Maybe[Annotated[Decimal, values.decimal(2)]] = None
    currency: values.Maybe[Annotated[str, values.choice(*CURRENCIES)]] = None
    interval: values.Maybe[Annotated[Unit, values.choice(*get_args(Unit))]] = None
    interval_count: values.Maybe[values.Number] = None
    backwards_charging: values.Maybe[values.Flag] = None


def terms_out(call: Call, terms: PlanTerms, plan: Plan) -> TermsOut:
    """One of the plan's terms."""
    return TermsOut(
        uuid=str(terms.id),
        plan_uuid=str(plan.id),
        code=terms.code,
        name=terms.name or f"{plan.name(call.language)} ({terms.code})",
        price=amount(terms.unit_price_minor),
        currency=terms.currency,
        interval=terms.interval_unit,
        interval_count=terms.interval_count,
        backwards_charging=terms.charging == "backward",
        is_active=not terms.hidden,
    )


def _plans(call: Call, rows: Iterable[Any]) -> list[PlanOut]:
    return [
        PlanOut(
            uuid=str(plan.id),
            code=plan.code,
            name=plan.name(call.language),
            description=plan.description(call.language),
            vat_type=VAT_TYPE,
            self_service_enabled=plan.self_service_enabled,
            planterms_set=[terms_out(call, each, plan) for each in plan.all_terms],
        )
        for plan in rows
    ]


PLANS: Final = Listing(
    present=_plans,
    filters={"uuid": filters.uuid("id"), "code": filters.text("code"), "search": filters.holds("name_da")},
    ordering={"code": "code", "name": "name_da"},
    order="code",
)
TERMS: Final = Listing(
    present=lambda call, rows: [terms_out(call, row, row.plan) for row in rows],
    filters={"uuid": filters.uuid("id"), "code": filters.text("code")},
    ordering={"code": "code", "price": "unit_price_minor"},
    order="code",
)


@resource.lists("plans/", PlanOut, PLANS)
def many(request: ApiRequest) -> Any:
    """All plans with their terms."""
    return queries.listed(request.call.here)


@resource.reads("plans/{uuid:plan}/", PlanOut)
def one(request: ApiRequest, plan: UUID) -> Any:
    """One plan with its terms."""
    return _plans(request.call, [_plan(request.call, plan)])[0]


@resource.lists("plans/{uuid:plan}/terms/", TermsOut, TERMS)
def many_terms(request: ApiRequest, plan: UUID) -> Any:
    """The terms of one plan."""
    return queries.listed_terms(request.call.here, plan=_plan(request.call, plan).id)


@resource.creates("plans/{uuid:plan}/terms/", TermsOut)
def create_terms(request: ApiRequest, plan: UUID, body: TermsIn) -> Any:
    """One more price of the plan, with the VAT of its other terms, or 25 %."""
    call, offer = request.call, _plan(request.call, plan)
    currency = body.currency or "DKK"
    if body.price < 0 or body.price > Decimal(10) ** 9:
        raise invalid({"price": _("The price is between 0 and 1,000,000,000.")}, code="range")
    if not 1 <= (body.interval_count or 1) <= 120:
        raise invalid({"interval_count": _("The number is between 1 and 120.")}, code="range")
    if len(body.code) > 40:
        raise invalid({"code": _("Use at most 40 characters.")}, code="too_long")
    alike = next(iter(offer.all_terms), None)  # type: ignore[attr-defined]
    terms = Terms(
        interval=Interval(body.interval, body.interval_count or 1),
        pricing=Pricing("per_unit", Money(values.minor_of(body.price), currency), Money.zero(currency)),
        vat_category=alike.vat_category if alike else "S",
        vat_basis_points=alike.vat_basis_points if alike else 2500,
        charging="backward" if body.backwards_charging else "forward",
    )
    try:
        made = add_terms(
            call.here, plan=offer.id, code=body.code, terms=terms, hidden=body.is_active is False,
            name=body.name or "", actor=call.actor, at=call.at,
        )  # fmt: skip
    except CodeTaken:
        raise invalid({"code": _("This code is taken. Give another one.")}, code="code_taken") from None
    return terms_out(call, made, offer)


@resource.reads("plans/{uuid:plan}/terms/{uuid:terms}/", TermsOut)
def one_terms(request: ApiRequest, plan: UUID, terms: UUID) -> Any:
    """One of the plan's terms."""
    row = _terms(request.call, plan, terms)
    return terms_out(request.call, row, row.plan)


@resource.changes("plans/{uuid:plan}/terms/{uuid:terms}/", TermsOut)
def change_one(request: ApiRequest, plan: UUID, terms: UUID, body: TermsChange) -> Any:
    """Their name, and whether they are offered; a field of the price may be repeated, but not changed."""
    call, row = request.call, _terms(request.call, plan, terms)
    sent = body.sent()
    present = {
        "price": Decimal(row.unit_price_minor).scaleb(-2), "currency": row.currency, "interval": row.interval_unit,
        "interval_count": row.interval_count, "backwards_charging": row.charging == "backward",
    }  # fmt: skip
    other = [name for name, value in present.items() if sent.get(name) is not None and sent[name] != value]
    if other:
        words = _("Customers have agreed to this: make other terms instead.")
        raise invalid(dict.fromkeys(other, words), code="fixed")
    if body.is_active is not None or "name" in sent:
        offering = Offering(
            trial_days=row.trial_days, limits=row.limits, unit_da=row.unit_da, unit_en=row.unit_en,
            hidden=row.hidden if body.is_active is None else not body.is_active,
            name=(body.name or "") if "name" in sent else None,
        )  # fmt: skip
        change_terms(call.here, terms=row.id, offering=offering, actor=call.actor, at=call.at)
    row = _terms(call, plan, terms)
    return terms_out(call, row, row.plan)


def _plan(call: Call, plan: UUID) -> Plan:
    found = queries.listed(call.here).filter(id=plan).first()
    if found is None:
        raise missing()
    return found


def _terms(call: Call, plan: UUID, terms: UUID) -> PlanTerms:
    found = queries.listed_terms(call.here, plan=plan).filter(id=terms).first()
    if found is None:
        raise missing()
    return found
