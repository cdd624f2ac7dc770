"""What acts gave back of billed lines, and the acts that may be undone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.billing.models.quotes import Quote
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.domain.subscriptions.models import Subscription


class GivenBack(OrganizationOwned):
    """The days of a billed line, from `from_on` on, that an act gave back, and for how much, excluding VAT.

    The line stands for its earlier days only from then on; a day is given back once, unless that is undone.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    invoice_line = models.ForeignKey(
        InvoiceLine, on_delete=models.PROTECT, related_name="given_back", db_constraint=False
    )
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="given_back", db_constraint=False)
    from_on = models.DateField()
    net_minor = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "invoice_line", "from_on"],
                condition=Q(undone_at__isnull=True),
                name="line_is_given_back_once",
            ),
            models.CheckConstraint(condition=Q(net_minor__gte=0), name="given_back_is_no_charge"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "subscription"], name="given_back_of_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} {self.net_minor}"


class Undo(OrganizationOwned):
    """An act that may be taken back for a while, and how the subscription was before it (CM-03).

    `before` and `after` hold the subscription's fields around the act as JSON; `closed_reason` is empty while it is
    open, else `undone`, `later_act`, `renewal` or `fulfilled`.
    """

    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="undos", db_constraint=False, db_index=False
    )
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    before = models.JSONField()
    after = models.JSONField()
    open_until = models.DateTimeField()
    closed_reason = models.CharField(max_length=10, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "subscription"], condition=Q(closed_reason=""), name="undo_latest_act_only"
            ),
            models.UniqueConstraint(fields=["organization", "quote"], name="undo_of_one_quote"),
            models.CheckConstraint(
                condition=Q(closed_reason="", closed_at__isnull=True)
                | Q(closed_reason__in=["undone", "later_act", "renewal", "fulfilled"], closed_at__isnull=False),
                name="undo_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.open_until:%Y-%m-%d %H:%M} {self.closed_reason}"
