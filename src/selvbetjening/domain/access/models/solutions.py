"""Solutions as rows, and which company has which (BP-84, BP-03)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from selvbetjening.domain.access.lifecycle import EntitlementState
from selvbetjening.domain.organizations.models import OrganizationOwned


class Solution(models.Model):
    """One solution of the catalogue, the same for every company: the operator's rows, seeded from `catalogue`.

    `url_name` is a page of this portal, `moved_to` the address of a solution that lives elsewhere. `actions` are the
    codes of the scope (BP-13). `state` is `open`, `disturbed` or `moved`.
    """

    code = models.CharField(max_length=40, primary_key=True)
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    lead_da = models.CharField(max_length=200)
    lead_en = models.CharField(max_length=200)
    words_da = models.CharField(max_length=400, blank=True)
    words_en = models.CharField(max_length=400, blank=True)
    icon = models.CharField(max_length=40)
    url_name = models.CharField(max_length=80, blank=True)
    moved_to = models.URLField(blank=True)
    actions = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=10, default="open")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class Entitlement(OrganizationOwned):
    """The company's agreement for one solution. *Selvbetjening* itself follows the company's feature (SB-06)."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in EntitlementState])
    began_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "solution"], name="entitlement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.solution_id} {self.state}"
