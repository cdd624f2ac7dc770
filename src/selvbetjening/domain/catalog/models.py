"""Plans and their terms."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval


class Plan(OrganizationOwned):
    """An offer, such as "Fri træning"."""

    code = models.CharField(max_length=40)
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    description_da = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)
    self_service_enabled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="plan_code"),
        ]

    def __str__(self) -> str:
        return self.name_da

    def name(self, language: str) -> str:
        """The plan's name in `da` or `en`; the Danish one where no English is given."""
        return self.name_en if language == "en" and self.name_en else self.name_da

    def description(self, language: str) -> str:
        """The plan's description in `da` or `en`; the Danish one where no English is given."""
        english = language == "en" and self.description_en
        return self.description_en if english else self.description_da


class PlanTerms(OrganizationOwned):
    """One price of a plan: so much a unit for each interval, excluding VAT."""

    class IntervalUnit(models.TextChoices):
        MONTH = "month"
        YEAR = "year"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="terms", db_constraint=False)
    code = models.CharField(max_length=40)
    interval_unit = models.CharField(max_length=5, choices=IntervalUnit)
    interval_count = models.PositiveSmallIntegerField(default=1)
    unit_price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="DKK")
    vat_basis_points = models.PositiveIntegerField(default=2500)
    unit_da = models.CharField(max_length=30, blank=True)
    unit_en = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="plan_terms_code"),
            models.CheckConstraint(condition=Q(unit_price_minor__gte=0), name="plan_terms_price"),
            models.CheckConstraint(condition=Q(interval_count__gte=1), name="plan_terms_interval"),
            models.CheckConstraint(condition=Q(vat_basis_points__lte=10000), name="plan_terms_vat"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def unit_price(self) -> Money:
        """Price of one unit for one interval, excluding VAT."""
        return Money(self.unit_price_minor, self.currency)

    @property
    def interval(self) -> Interval:
        return Interval("year" if self.interval_unit == "year" else "month", self.interval_count)
