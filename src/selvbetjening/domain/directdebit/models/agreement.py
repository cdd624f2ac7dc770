"""Creditor agreements: under which PBS number a company collects, and what was agreed about it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from selvbetjening.domain.directdebit.lifecycle import AgreementState
from selvbetjening.domain.organizations.models import OrganizationOwned


class Role(models.TextChoices):
    """Who is Betalingsservice: we are (`operator`), or somebody outside answers the company's files (`external`)."""

    OPERATOR = "operator"
    EXTERNAL = "external"


class CreditorAgreement(OrganizationOwned):
    """One PBS number with the debtor group that is locked to it; another group is another agreement.

    `product` is `total` (a customer without a mandate gets a slip) or `basis`; `on_closed_day` where a payment goes
    that falls on a day when banks are closed. `on_repeat` says what becomes of a second amount for a customer and
    payment date (`refuse`, or `replace` while the first is only received), `several_a_day` that there may be several
    (U15); `on_late` whether a collection past the deadline is refused or made in the next month. `accept_partly`: a
    delivery with errors is registered but for the wrong ones. `payments` is 0602 `running`, or `collected` into one
    file a month after the refusal period; `mandates` is 0603 `changes` or `both`, with the full list on `full_list_day`
    of each month;
    `information` is 0621. `in_portal`: customers may sign up on their own pages. `last_mandate` is the last mandate
    number that was given out under it. `account_changed_at` is when another settlement account was agreed.
    """

    pbs_number = models.CharField(max_length=8)
    debtor_group = models.CharField(max_length=5, default="00001")
    name = models.CharField(max_length=60, blank=True, default="")
    role = models.CharField(max_length=10, choices=Role, default=Role.OPERATOR)
    is_test = models.BooleanField(default=False)
    product = models.CharField(max_length=5, default="total")
    on_closed_day = models.CharField(max_length=10, default="following")
    data_supplier = models.CharField(max_length=8)
    settlement_branch = models.CharField(max_length=4, blank=True, default="")
    settlement_account = models.CharField(max_length=10, blank=True, default="")
    bank_name = models.CharField(max_length=43, blank=True, default="")
    several_a_day = models.BooleanField(default=False)
    on_repeat = models.CharField(max_length=10, default="refuse")
    on_late = models.CharField(max_length=10, default="refuse")
    accept_partly = models.BooleanField(default=False)
    payments = models.CharField(max_length=10, default="running")
    mandates = models.CharField(max_length=10, default="changes")
    full_list_day = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    information = models.BooleanField(default=True)
    in_portal = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, default=AgreementState.ACTIVE, choices=[(s.value, s.value) for s in AgreementState]
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    last_mandate = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    account_changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pbs_number", "made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Of the whole platform: two companies under one number would get each other's customers. One may be the
            # creditor's own (external) and one its Betalingsservice (operator).
            models.UniqueConstraint(
                fields=["pbs_number", "is_test", "role"], condition=Q(state="active"), name="agreement_pbs_number_once"
            ),
            models.CheckConstraint(
                condition=Q(pbs_number__regex="^[0-9]{8}$", debtor_group__regex="^[0-9]{5}$"),
                name="agreement_numbers_are_digits",
            ),
            models.CheckConstraint(condition=Q(data_supplier__regex="^[0-9]{8}$"), name="agreement_supplier_is_digits"),
            models.CheckConstraint(
                condition=Q(
                    role__in=["operator", "external"],
                    product__in=["total", "basis"],
                    on_closed_day__in=["following", "preceding"],
                    on_repeat__in=["refuse", "replace"],
                    on_late__in=["refuse", "next_month"],
                    payments__in=["running", "collected"],
                    mandates__in=["changes", "both"],
                ),
                name="agreement_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(state="active") | Q(state="ended", ends_on__isnull=False), name="agreement_state_known"
            ),
            models.CheckConstraint(condition=Q(full_list_day__range=(1, 28)), name="agreement_full_list_day"),
        ]

    def __str__(self) -> str:
        return f"{self.pbs_number} {self.debtor_group}"

    @property
    def subsystem(self) -> str:
        """`BS1`, or `KR9` in the test environment (betalingsservice.md 2)."""
        return "KR9" if self.is_test else "BS1"
