"""From a row's values to what the domain's actions take. Pure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from typing import cast

from selvbetjening.domain.accounts.actions.bring_in import ImportedAccount, ImportedRecipient
from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.accounts.rules.numbers import party_of
from selvbetjening.domain.catalog.actions.bring_in import ImportedTerms
from selvbetjening.domain.catalog.actions.create_plan import PlanTexts
from selvbetjening.domain.catalog.rules.prices import Model, Pricing
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.catalog.rules.terms import Charging, Terms, VatCategory
from selvbetjening.domain.catalog.rules.tier_text import read_tiers
from selvbetjening.domain.imports.files.course import course
from selvbetjening.domain.imports.files.parse import Row
from selvbetjening.domain.subscriptions.actions.bring_in import ImportedSubscription
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Unit


def interval_of(row: Row) -> Interval:
    """The interval of a line of plan_terms.csv."""
    return Interval(cast(Unit, row.text("interval")), _number(row, "interval_count"))


def length_of(row: Row, name: str) -> Interval | None:
    """Commitment or notice; None for none."""
    count = row.values[f"{name}_count"]
    return Interval(cast(Unit, row.text(f"{name}_unit")), count) if isinstance(count, int) and count else None


def plan_of(row: Row) -> tuple[str, PlanTexts, bool]:
    """Code, texts, and whether the plan is offered in the portal (by default it is not, SB-13)."""
    texts = PlanTexts(
        name_da=row.text("name_da"),
        name_en=row.text("name_en"),
        description_da=row.text("description_da"),
        description_en=row.text("description_en"),
    )
    return row.text("plan_code"), texts, bool(row.values["self_service"])


class CellsClash(ValueError):
    """Cells of one line do not go together; `column` is the one to look at first."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


@contextmanager
def _about(column: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise CellsClash(column, str(error)) from None


def terms_of(row: Row) -> ImportedTerms:
    """A line of plan_terms.csv. Raises `CellsClash` where its cells do not go together."""
    currency, rate, category = row.text("currency"), row.values["vat_percent"], row.values["vat_category"]
    if category is None:
        category = "E" if rate == 0 else "S"
    if rate is None:
        rate = 2500 if category == "S" else 0
    tiers, fee, most = row.values["tiers"], row.values["base_fee"], row.values["maximum_quantity"]
    with _about("tiers"):
        pricing = Pricing(
            cast(Model, row.values["pricing"] or "per_unit"),
            Money(_number(row, "unit_price"), currency),
            Money(int(fee or 0), currency),  # type: ignore[arg-type]  # a number or None, by its field
            read_tiers(text=str(tiers or ""), currency=currency),
        )
    with _about("maximum_quantity"):
        limits = Limits(
            _number(row, "minimum_quantity"), most if isinstance(most, int) else None, _number(row, "quantity_step")
        )
    with _about("vat_category"):  # all else that terms refuse is refused by its cell
        terms = Terms(
            interval=interval_of(row),
            pricing=pricing,
            vat_category=cast(VatCategory, category),
            vat_basis_points=int(rate),  # type: ignore[arg-type]
            charging=cast(Charging, row.values["charging"] or "forward"),
            trial_days=_number(row, "trial_days"),
            limits=limits,
            commitment=length_of(row, "commitment"),
            notice=length_of(row, "notice"),
            unit_da=row.text("unit_da"),
            unit_en=row.text("unit_en"),
        )
    return ImportedTerms(row.text("terms_code"), row.text("plan_code"), terms, bool(row.values["hidden"]))


def details_of(row: Row, *, unknown_as: str = "consumer") -> BillingDetails:
    """The billing details of a line of accounts.csv; what could not be read is empty.

    A customer who does not say what they are counts as the company's setting says (PTY-1).
    """
    columns = [column.name for column in fields(BillingDetails)]
    said = {name: row.text_if_read(name) or "" for name in columns}
    if said["party_type"] == "unknown":
        said["party_type"] = party_of(told="", unknown_as=unknown_as)
    return BillingDetails(**said)


def account_of(row: Row, *, unknown_as: str) -> ImportedAccount:
    """A line of accounts.csv."""
    details = details_of(row, unknown_as=unknown_as)
    return ImportedAccount(row.text("account_code"), details, row.text("collection_method"))


def recipient_of(row: Row) -> ImportedRecipient:
    """A line of recipients.csv."""
    ends_on = row.values["ends_on"]
    return ImportedRecipient(
        account_code=row.text("account_code"),
        email=row.text("email"),
        name=row.text("name"),
        receive_invoice=bool(row.values["receive_invoice"]),
        receive_payment_confirmation=bool(row.values["receive_payment_confirmation"]),
        receive_subscription_notifications=bool(row.values["receive_subscription_notifications"]),
        has_self_service_access=bool(row.values["has_self_service_access"]),
        role=row.text("role"),
        ends_on=ends_on if isinstance(ends_on, date) else None,
    )


def subscription_of(row: Row, *, interval: Interval, today: date) -> ImportedSubscription:
    """A line of subscriptions.csv. Raises `course.NotPossible`."""
    started_on, renews_on, ends_on = (row.values[name] for name in ("started_on", "renews_on", "ends_on"))
    if not isinstance(started_on, date):
        raise TypeError("started_on is required")
    stands = course(
        started_on=started_on,
        renews_on=renews_on if isinstance(renews_on, date) else None,
        ends_on=ends_on if isinstance(ends_on, date) else None,
        interval=interval,
        today=today,
    )
    return ImportedSubscription(
        code=row.text("subscription_code"),
        account_code=row.text("account_code"),
        terms_code=row.text("terms_code"),
        quantity=_number(row, "quantity"),
        state=stands.state,
        started_on=started_on,
        anchor_day=stands.anchor_day,
        period_starts_on=stands.period_starts_on,
        renews_on=stands.renews_on,
        ends_on=stands.ends_on,
    )


def _number(row: Row, name: str) -> int:
    value = row.values[name]
    if not isinstance(value, int):
        raise TypeError(f"{name} holds a number")
    return value
