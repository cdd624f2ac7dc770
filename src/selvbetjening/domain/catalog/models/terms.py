"""Plan terms: at which price and on which conditions a plan is sold."""

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q

from selvbetjening.domain.catalog.models.plan import Plan
from selvbetjening.domain.catalog.rules.prices import Model, Pricing, Tier
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.catalog.rules.terms import Charging, Terms, VatCategory
from selvbetjening.domain.catalog.rules.units import unit_for
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Unit

_TIERED = ("volume", "graduated")


class PlanTerms(OrganizationOwned):
    """One price of a plan: so much for each interval, excluding VAT, and what goes with it.

    `tiers` is a list of [up to, unit price, flat], the amounts in minor units and the last without an end (null): a
    part of the price, read with it and never alone. Charging `forward` asks for a period on its first day, `backward`
    on the day after its last. `trial_days` cost nothing. Of commitment and notice a count of 0 means none. A step of
    quantity counts from the minimum. `hidden` terms are not offered, whoever has them keeps them (XB-31).
    `moves_limited` says that only the moves that are listed may be made from here (XB-10). `name` is what the company's
    other systems call them, empty for the plan's name with the code.
    """

    class IntervalUnit(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        YEAR = "year"

    class Charging(models.TextChoices):
        FORWARD = "forward"
        BACKWARD = "backward"

    class VatCategory(models.TextChoices):
        STANDARD = "S"
        ZERO = "Z"
        EXEMPT = "E"
        REVERSE_CHARGE = "AE"
        OUTSIDE = "O"

    class PricingModel(models.TextChoices):
        FLAT = "flat"
        PER_UNIT = "per_unit"
        VOLUME = "volume"
        GRADUATED = "graduated"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="terms", db_constraint=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=128, blank=True, default="", db_default="")
    interval_unit = models.CharField(max_length=5, choices=IntervalUnit)
    interval_count = models.PositiveSmallIntegerField(default=1)
    pricing_model = models.CharField(max_length=10, choices=PricingModel, default=PricingModel.PER_UNIT)
    unit_price_minor = models.BigIntegerField()
    base_fee_minor = models.BigIntegerField(default=0)
    tiers = models.JSONField(default=list, blank=True)
    currency = models.CharField(max_length=3, default="DKK")
    vat_category = models.CharField(max_length=2, choices=VatCategory, default=VatCategory.STANDARD)
    vat_basis_points = models.PositiveIntegerField(default=2500)
    charging = models.CharField(max_length=8, choices=Charging, default=Charging.FORWARD)
    trial_days = models.PositiveSmallIntegerField(default=0)
    minimum_quantity = models.PositiveIntegerField(default=1)
    maximum_quantity = models.PositiveIntegerField(null=True, blank=True)
    quantity_step = models.PositiveIntegerField(default=1)
    commitment_count = models.PositiveSmallIntegerField(default=0)
    commitment_unit = models.CharField(max_length=5, choices=IntervalUnit, default=IntervalUnit.MONTH)
    notice_count = models.PositiveSmallIntegerField(default=0)
    notice_unit = models.CharField(max_length=5, choices=IntervalUnit, default=IntervalUnit.MONTH)
    unit_da = models.CharField(max_length=30, blank=True)
    unit_en = models.CharField(max_length=30, blank=True)
    hidden = models.BooleanField(default=False)
    moves_limited = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="plan_terms_code"),
            models.CheckConstraint(
                condition=Q(unit_price_minor__gte=0, base_fee_minor__gte=0), name="plan_terms_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(pricing_model__in=_TIERED) & ~Q(tiers=[]) | ~Q(pricing_model__in=_TIERED) & Q(tiers=[]),
                name="plan_terms_tiers",
            ),
            models.CheckConstraint(condition=Q(interval_count__gte=1), name="plan_terms_interval"),
            models.CheckConstraint(condition=Q(vat_basis_points__lte=10000), name="plan_terms_vat"),
            models.CheckConstraint(
                condition=Q(vat_category="S", vat_basis_points__gt=0)
                | Q(vat_category__in=["Z", "E", "AE", "O"], vat_basis_points=0),
                name="plan_terms_vat_category",
            ),
            models.CheckConstraint(
                condition=Q(minimum_quantity__gte=1, quantity_step__gte=1)
                & (Q(maximum_quantity__isnull=True) | Q(maximum_quantity__gte=models.F("minimum_quantity"))),
                name="plan_terms_quantities",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def unit_price(self) -> Money:
        """Price of one unit for one interval, excluding VAT; of flat terms that of any quantity."""
        return Money(self.unit_price_minor, self.currency)

    @property
    def pricing(self) -> Pricing:
        """How these terms are priced: what `rules.prices.price` takes. Asks the database nothing."""
        return Pricing(
            cast(Model, self.pricing_model),
            self.unit_price,
            Money(self.base_fee_minor, self.currency),
            tuple(
                Tier(up_to, Money(unit_price, self.currency), Money(flat, self.currency))
                for up_to, unit_price, flat in self.tiers
            ),
        )

    @property
    def limits(self) -> Limits:
        """The quantities that these terms are sold in (XB-11)."""
        return Limits(self.minimum_quantity, self.maximum_quantity, self.quantity_step)

    @property
    def interval(self) -> Interval:
        return Interval(cast(Unit, self.interval_unit), self.interval_count)

    @property
    def commitment(self) -> Interval | None:
        """For how long one is bound from the start, or None."""
        return _interval(self.commitment_unit, self.commitment_count)

    @property
    def notice(self) -> Interval | None:
        """How long before the end one must cancel, or None."""
        return _interval(self.notice_unit, self.notice_count)

    @property
    def agreed(self) -> Terms:
        """Price and conditions as one value."""
        return Terms(
            interval=self.interval,
            pricing=self.pricing,
            vat_category=cast(VatCategory, self.vat_category),
            vat_basis_points=self.vat_basis_points,
            charging=cast(Charging, self.charging),
            trial_days=self.trial_days,
            limits=self.limits,
            commitment=self.commitment,
            notice=self.notice,
            unit_da=self.unit_da,
            unit_en=self.unit_en,
        )

    def called(self, language: str) -> str:
        """Their name, or the plan's in `da` or `en` with their code. Needs the plan."""
        return self.name or f"{self.plan.name(language)} ({self.code})"

    def unit(self, language: str, *, quantity: int = 1) -> str:
        """What so many of the quantity are called in `da` or `en`; empty where it has no name."""
        unit = self.unit_en if language == "en" and self.unit_en else self.unit_da
        return unit_for(unit=unit, quantity=quantity)


def columns_of(terms: Terms) -> dict[str, Any]:
    """Terms as the columns hold them; tiers as a list."""
    pricing, limits = terms.pricing, terms.limits
    return {
        "interval_unit": terms.interval.unit,
        "interval_count": terms.interval.count,
        "pricing_model": pricing.model,
        "unit_price_minor": pricing.unit_price.minor,
        "base_fee_minor": pricing.base_fee.minor,
        "tiers": [[tier.up_to, tier.unit_price.minor, tier.flat.minor] for tier in pricing.tiers],
        "currency": pricing.currency,
        "vat_category": terms.vat_category,
        "vat_basis_points": terms.vat_basis_points,
        "charging": terms.charging,
        "trial_days": terms.trial_days,
        "minimum_quantity": limits.minimum,
        "maximum_quantity": limits.maximum,
        "quantity_step": limits.step,
        "commitment_count": terms.commitment.count if terms.commitment else 0,
        "commitment_unit": terms.commitment.unit if terms.commitment else "month",
        "notice_count": terms.notice.count if terms.notice else 0,
        "notice_unit": terms.notice.unit if terms.notice else "month",
        "unit_da": terms.unit_da,
        "unit_en": terms.unit_en,
    }


def _interval(unit: str, count: int) -> Interval | None:
    return Interval(cast(Unit, unit), count) if count else None
