"""Who and what the demo shows, as data: companies, plans, accounts, people. Days are counted back from today."""

from dataclasses import dataclass, field
from typing import Any, Final

from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings


@dataclass(frozen=True)
class Price:
    """Terms of a plan: code, interval, price of a unit in øre excluding VAT, and what a unit is called.

    `tiers` are pairs of the last unit and the price that all units then have, the last one without an end; `binding`
    and `notice` are months, `trial` days; `most` is the largest quantity.
    """

    code: str
    unit: str
    minor: int
    unit_da: str = ""
    unit_en: str = ""
    tiers: tuple[tuple[int | None, int], ...] = ()
    binding: int = 0
    notice: int = 0
    trial: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Offer:
    """A plan with its terms."""

    code: str
    name_da: str
    name_en: str
    description_da: str
    description_en: str
    prices: tuple[Price, ...]
    enabled: bool = True


@dataclass(frozen=True)
class Contract:
    """A subscription that began so many months ago on this day of the month, and was cancelled so many months ago.

    A negative `day` is the day of the month that it was so many days ago: it renewed last on that day.
    """

    price: str
    months_ago: int
    day: int
    quantity: int = 1
    cancelled: int | None = None


@dataclass(frozen=True)
class Person:
    """A recipient, and what the demo shows with it; without `what` it is not listed."""

    name: str
    email: str
    what: str = ""
    barred: bool = False
    role: str = "owner"


@dataclass(frozen=True)
class Card:
    """A card that was saved so many days ago: its gateway, and its number among the stand-in's test cards.

    It is good for years, or to the end of this month.
    """

    gateway: str
    number: str
    days_ago: int
    ends_this_month: bool = False


@dataclass(frozen=True)
class Customer:
    """An account with its people and subscriptions. `unpaid` of its newest invoices are left open.

    `bookkeeper` is the name and address of one who may read the documents. With `cards` it pays by card from the day
    on which the first of them was saved; `by_debit` it pays so many øre a time through Betalingsservice.
    """

    details: BillingDetails
    people: tuple[Person, ...]
    contracts: tuple[Contract, ...] = ()
    unpaid: int = 1
    bookkeeper: tuple[str, str] | None = None
    cards: tuple[Card, ...] = ()
    by_debit: int = 0


@dataclass(frozen=True)
class Company:
    """One hosted company. `choices` are its own in the settings register; `coupon` is a code, per cents and periods.

    `gateways` are those that it has an account at; `pbs_number` is that of its agreement with Betalingsservice.
    """

    slug: str
    settings: OrganizationSettings
    colour: str
    offers: tuple[Offer, ...]
    customers: tuple[Customer, ...]
    acts: tuple[str, ...] = field(default_factory=lambda: tuple(permissions.REGISTRY))
    open: bool = True
    logo: bool = False
    choices: dict[str, Any] = field(default_factory=dict)
    coupon: tuple[str, int, int] | None = None
    gateways: tuple[str, ...] = ()
    pbs_number: str = ""


def person(
    name: str, street: str, *, language: str = "da", code: str = "8000", city: str = "Aarhus C"
) -> BillingDetails:
    """A consumer in Denmark."""
    return BillingDetails(
        party_type="consumer", name=name, address_line=street, postal_code=code, city=city, language=language
    )


def firm(name: str, street: str, *, cvr: str, language: str = "da") -> BillingDetails:
    """A company in Denmark."""
    return BillingDetails(
        party_type="business", name=name, cvr=cvr, address_line=street, postal_code="8000", city="Aarhus C",
        language=language,
    )  # fmt: skip


def body(name: str, street: str, *, ean: str, reference: str, po_number: str = "") -> BillingDetails:
    """A public body in Denmark, which gets e-invoices."""
    return BillingDetails(
        party_type="public", name=name, address_line=street, postal_code="8000", city="Aarhus C", ean=ean,
        reference=reference, po_number=po_number,
    )  # fmt: skip


#: No cancelling for companies, and whatever people with many seats do.
ACTS_OF_FJORDBYG: Final = (
    *(code for code in permissions.defaults() if code != permissions.CANCEL_SUBSCRIPTION),
    permissions.UPGRADE_SUBSCRIPTION,
    permissions.DOWNGRADE_SUBSCRIPTION,
    permissions.CHANGE_QUANTITY,
    permissions.MANAGE_RECIPIENTS,
    permissions.INVITE_ACCOUNTANT,
    permissions.USE_CALENDAR_FEED,
    permissions.USE_CUSTOMER_API,
    permissions.USE_PAYMENT_LINK,
    permissions.CHANGE_COLLECTION_METHOD,
)
