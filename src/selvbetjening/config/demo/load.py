"""Make a company of the demo, and let a year of its life happen: the same actions, with the days they happened on."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.config.demo.business import employ
from selvbetjening.config.demo.cards import connect, saving
from selvbetjening.config.demo.cast import Company, Contract, Customer, Price
from selvbetjening.config.demo.debits import customer_number, paying
from selvbetjening.config.demo.files import agree
from selvbetjening.config.demo.logo import png
from selvbetjening.config.demo.past import Deed, Happening, live
from selvbetjening.domain.accounts.actions import recipients
from selvbetjening.domain.accounts.actions.accountants import invite_accountant
from selvbetjening.domain.accounts.actions.open_account import open_account
from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.catalog.actions.add_terms import add_terms
from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms, create_coupon
from selvbetjening.domain.catalog.actions.create_plan import PlanTexts, create_plan
from selvbetjening.domain.catalog.actions.switch_self_service import enable
from selvbetjening.domain.catalog.rules.prices import Pricing, Tier
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.organizations.actions import set_brand_colour, set_features, set_logo, set_permissions
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.actions.create import create
from selvbetjening.domain.organizations.actions.switch_self_service import switch_on
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

_MONTHS_OF_PAST = 12
_BOOKKEEPING = timedelta(days=200)


def load(organization: OrganizationId, *, company: Company, at: datetime) -> None:
    """Make the company with this id and its past, in one transaction: all of it or nothing."""
    today = copenhagen_day(at)
    began = start_of_day(_ago(today, _MONTHS_OF_PAST, 1)) + timedelta(hours=8)
    with within(organization):
        _open(organization, company, began)
        terms = _catalog(organization, company, began)
        connect(organization, company=company, at=began)
        agree(organization, pbs_number=company.pbs_number, at=began)
        past: list[Happening] = []
        deeds: list[Deed] = []
        for customer in company.customers:
            past += list(_customer(organization, company.pbs_number, customer, terms, today, began))
            deeds += saving(organization, customer=customer, today=today)
            deeds += paying(organization, customer=customer, pbs_number=company.pbs_number, today=today)
            _bookkeeper(organization, customer, at)
        left_open = {customer.details.name: customer.unpaid for customer in company.customers}
        employ(organization, slug=company.slug, at=at)
        live(organization, happenings=past, deeds=deeds, left_open=left_open, at=at)


def _open(organization: OrganizationId, company: Company, at: datetime) -> None:
    create(organization, settings=company.settings, slug=company.slug, actor=SYSTEM, at=at)
    set_features.set_features(organization, features=["self_service"], actor=SYSTEM, at=at)
    set_permissions.set_permissions(organization, acts=company.acts, actor=SYSTEM, at=at)
    set_brand_colour.set_brand_colour(organization, colour=company.colour, actor=SYSTEM, at=at)
    choose(organization, values=company.choices, actor=SYSTEM, at=at)
    if company.logo:
        set_logo.set_logo(organization, content=png(), actor=SYSTEM, at=at)
    if company.open:
        create_api_user(organization, name="integration", actor=SYSTEM, at=at)
        switch_on(organization, actor=SYSTEM, at=at)


def _catalog(organization: OrganizationId, company: Company, at: datetime) -> dict[str, UUID]:
    made: dict[str, UUID] = {}
    for offer in company.offers:
        texts = PlanTexts(
            name_da=offer.name_da,
            name_en=offer.name_en,
            description_da=offer.description_da,
            description_en=offer.description_en,
        )
        plan = create_plan(organization, code=offer.code, texts=texts, actor=SYSTEM, at=at)
        for price in offer.prices:
            terms = add_terms(
                organization,
                plan=plan.id,
                code=price.code,
                terms=_terms(price),
                actor=SYSTEM,
                at=at,
            )
            made[price.code] = terms.id
        if offer.enabled:
            enable(organization, plan=plan.id, actor=SYSTEM, at=at)
    if company.coupon:
        code, per_cent, periods = company.coupon
        coupon = CouponTerms(percent_basis_points=per_cent, periods=periods)
        create_coupon(organization, code=code, coupon=coupon, actor=SYSTEM, at=at)
    return made


def _terms(price: Price) -> Terms:
    nothing = Money.zero("DKK")
    tiers = tuple(Tier(up_to, Money(minor, "DKK"), nothing) for up_to, minor in price.tiers)
    return Terms(
        interval=Interval("year" if price.unit == "year" else "month", 1),
        pricing=Pricing("volume" if tiers else "per_unit", Money(price.minor, "DKK"), nothing, tiers),
        unit_da=price.unit_da,
        unit_en=price.unit_en,
        trial_days=price.trial,
        limits=Limits(1, price.most),
        commitment=Interval("month", price.binding) if price.binding else None,
        notice=Interval("month", price.notice) if price.notice else None,
    )


def _customer(
    organization: OrganizationId, pbs_number: str, customer: Customer, terms: dict[str, UUID], today: date, at: datetime
) -> Iterator[Happening]:
    first, *others = customer.people
    code = customer_number(pbs_number=pbs_number, minor=customer.by_debit, today=today) if customer.by_debit else ""
    opened = open_account(
        organization,
        details=customer.details,
        recipient_name=first.name,
        email=first.email,
        code=code,
        actor=SYSTEM,
        at=at,
    )
    if first.barred:
        recipients.bar(organization, recipient=opened.recipient.id, actor=SYSTEM, at=at)
    for person in others:
        details = recipients.RecipientDetails(name=person.name, email=person.email, role=person.role)
        recipients.add(organization, account=opened.account.id, details=details, actor=SYSTEM, at=at)
    for contract in customer.contracts:
        yield _start(contract, opened.account.id, terms, today)


def _bookkeeper(organization: OrganizationId, customer: Customer, at: datetime) -> None:
    if customer.bookkeeper is None:
        return
    owner = Recipient.objects.get(organization_id=organization, email=customer.people[0].email)
    name, email = customer.bookkeeper
    invite_accountant(
        organization,
        account=owner.account_id,
        granted_by=owner.id,
        name=name,
        email=email,
        scopes=["documents"],
        ends_on=copenhagen_day(at) + _BOOKKEEPING,
        actor=SYSTEM,
        at=at,
    )


def _start(contract: Contract, account: UUID, terms: dict[str, UUID], today: date) -> Happening:
    started_on = _ago(today, contract.months_ago, contract.day)
    cancelled_on = None if contract.cancelled is None else _ago(today, contract.cancelled, contract.day)
    return Happening(started_on, account, terms[contract.price], contract.quantity, cancelled_on)


def _ago(today: date, months: int, day: int) -> date:
    if day < 0:
        today += timedelta(days=day)
        day = today.day
    count = today.year * 12 + today.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))
