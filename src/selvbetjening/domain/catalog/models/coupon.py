"""Coupons: codes that customers type for a discount."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.catalog.rules.coupons import CouponFacts
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class Coupon(OrganizationOwned):
    """So much off, in per cent or as an amount a period excluding VAT, for so many periods (null: for good).

    Valid from a day up to, not including, another. `used` counts uses, and never goes beyond `max_uses`. An account
    uses it once, unless `repeats` says otherwise.
    """

    code = models.CharField(max_length=40)
    percent_basis_points = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    periods = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    repeats = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="coupon_code"),
            models.CheckConstraint(
                condition=Q(percent_basis_points__range=(1, 10000), amount_minor__isnull=True, currency="")
                | Q(percent_basis_points__isnull=True, amount_minor__gt=0) & ~Q(currency=""),
                name="coupon_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(max_uses__isnull=True) | Q(used__lte=F("max_uses")), name="coupon_used_within"
            ),
            models.CheckConstraint(condition=Q(periods__isnull=True) | Q(periods__gte=1), name="coupon_periods"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def amount(self) -> Money | None:
        """What it takes off each period, excluding VAT; None where it takes off a share."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def facts(self) -> CouponFacts:
        """What `rules.coupons.check_coupon` takes."""
        return CouponFacts(self.amount, self.valid_from, self.valid_until, self.max_uses, self.used)
