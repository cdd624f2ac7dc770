"""Plans."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.organizations.models import OrganizationOwned


class Plan(OrganizationOwned):
    """An offer, such as "Fri træning".

    `withdrawal_exempt` says that a consumer cannot withdraw from it, with the reason that is shown before ordering
    (WDR-9); `long_binding_allowed` that it may bind a consumer for more than six months, with the company's reason,
    which only the company reads (CAN-1).
    """

    code = models.CharField(max_length=40)
    name_da = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    description_da = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)
    self_service_enabled = models.BooleanField(default=False)
    withdrawal_exempt = models.BooleanField(default=False)
    withdrawal_exempt_da = models.CharField(max_length=300, blank=True, default="")
    withdrawal_exempt_en = models.CharField(max_length=300, blank=True, default="")
    long_binding_allowed = models.BooleanField(default=False)
    long_binding_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="plan_code"),
            models.CheckConstraint(
                condition=models.Q(withdrawal_exempt=False) | ~models.Q(withdrawal_exempt_da=""),
                name="plan_withdrawal_exempt_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(long_binding_allowed=False) | ~models.Q(long_binding_reason=""),
                name="plan_long_binding_says_why",
            ),
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

    def withdrawal_exempt_reason(self, language: str) -> str:
        """Why a consumer cannot withdraw, in `da` or `en`; empty where they can (WDR-9)."""
        if not self.withdrawal_exempt:
            return ""
        english = language == "en" and self.withdrawal_exempt_en
        return self.withdrawal_exempt_en if english else self.withdrawal_exempt_da
