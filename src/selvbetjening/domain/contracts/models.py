"""Contracts and their tiers."""

from typing import ClassVar, cast

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.rules.holding import Contract
from selvbetjening.domain.contracts.rules.tiers import Kind, Tier
from selvbetjening.domain.organizations.models import OrganizationOwned


class PriceContract(OrganizationOwned):
    """An account's own price of some terms, for the days up to, not including, `ends_on` (null: no end).

    It binds for `commitment_months` from its first day. With `exclusive` at most one tier holds for a quantity.
    `last_modified_at` is kept by the database (null: not since it was made).
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    terms = models.ForeignKey(PlanTerms, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    commitment_months = models.PositiveSmallIntegerField()
    exclusive = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="price_contract_days"
            ),
            models.CheckConstraint(condition=Q(commitment_months__lte=600), name="price_contract_months"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "created_at", "id"], name="price_contract_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} - {self.ends_on or ''}"


class PriceContractTier(OrganizationOwned):
    """What a contract takes off for quantities from one to another, both included (null: no end).

    `discount` is in hundredths of a per cent or øre off each unit, by `kind`; `flat_minor` is øre off the whole.
    `above_minimum`: the discount is of the units beyond the minimum only.
    """

    contract = models.ForeignKey(PriceContract, on_delete=models.PROTECT, related_name="tiers", db_constraint=False)
    minimum_quantity = models.PositiveIntegerField()
    maximum_quantity = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=7)
    discount = models.BigIntegerField(default=0)
    flat_minor = models.BigIntegerField(default=0)
    above_minimum = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["minimum_quantity", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "contract", "minimum_quantity", "maximum_quantity"],
                nulls_distinct=False,
                name="price_contract_tier_range",
            ),
            models.CheckConstraint(
                condition=Q(maximum_quantity__isnull=True) | Q(maximum_quantity__gte=F("minimum_quantity")),
                name="price_contract_tier_quantities",
            ),
            models.CheckConstraint(
                condition=Q(flat_minor__gte=0, discount__gte=0)
                & (Q(kind="fixed") | Q(kind="percent", discount__lte=10000)),
                name="price_contract_tier_discount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minimum_quantity} - {self.maximum_quantity or ''}"

    @property
    def rule(self) -> Tier:
        """As the rules take it."""
        return Tier(
            self.minimum_quantity,
            self.maximum_quantity,
            cast(Kind, self.kind),
            self.discount,
            self.flat_minor,
            self.above_minimum,
        )


def contract_of(row: PriceContract) -> Contract:
    """A contract that was read with its tiers, as the rules take it."""
    tiers = tuple(sorted((tier.rule for tier in row.tiers.all()), key=lambda tier: (tier.minimum, tier.maximum or 0)))
    return Contract(row.starts_on, row.ends_on, row.commitment_months, row.exclusive, tiers)
