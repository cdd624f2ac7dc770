"""The moves between terms that a company has said something about."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from selvbetjening.domain.catalog.models.terms import PlanTerms
from selvbetjening.domain.organizations.models import OrganizationOwned


class PlanMove(OrganizationOwned):
    """From these terms one may move to those, where the moves from there are limited (XB-10).

    `timing` says when such a move happens, whatever the company's rules for its direction; empty leaves it to them.
    """

    from_terms = models.ForeignKey(PlanTerms, on_delete=models.CASCADE, related_name="moves", db_constraint=False)
    to_terms = models.ForeignKey(PlanTerms, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    timing = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "from_terms", "to_terms"], name="plan_move_once"),
            models.CheckConstraint(condition=Q(timing__in=["", "now", "renewal"]), name="plan_move_timing"),
            models.CheckConstraint(condition=~Q(from_terms=F("to_terms")), name="plan_move_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.from_terms_id} -> {self.to_terms_id}"
