"""Receipts, and previews of what a receipt would say."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from selvbetjening.domain.deliveries.models.deliveries import Delivery
from selvbetjening.domain.deliveries.models.staging import Staging
from selvbetjening.domain.organizations.models import OrganizationOwned


class DeliveryReceipt(OrganizationOwned):
    """What we said about a file and when (annex D.2). Written with the fact; a job signs it right afterwards.

    `facts` is all that it says but the place in the chain and the key. Signed, `text` is the canonical JSON (RFC 8785)
    whose bytes `signature` (SSHSIG) covers, `seq` its gapless place among the company's receipts. `issue` counts the
    receipts of this kind about this file; a later one names the earlier in `supersedes`. A file that never became a
    delivery has a receipt about its staging. `environment` decides in which folder it lies, `account_id` whose.
    """

    class Kind(models.TextChoices):
        K1 = "K1"
        K2 = "K2"
        K3 = "K3"

    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="receipts", db_constraint=False, null=True
    )
    staging = models.ForeignKey(
        Staging, on_delete=models.PROTECT, related_name="receipts", db_constraint=False, null=True
    )
    kind = models.CharField(max_length=2, choices=Kind)
    issue = models.PositiveSmallIntegerField(default=1)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True)
    environment = models.CharField(max_length=10)
    account_id = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    facts = models.JSONField()
    seq = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField(blank=True, default="")
    signature = models.TextField(blank=True, default="")
    key_id = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["issued_at", "issue"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "seq"], name="receipt_place"),
            models.UniqueConstraint(fields=["organization", "delivery", "kind", "issue"], name="receipt_issue"),
            models.CheckConstraint(
                condition=Q(delivery__isnull=False, staging__isnull=True)
                | Q(delivery__isnull=True, staging__isnull=False),
                name="receipt_is_about_one_file",
            ),
            models.CheckConstraint(
                condition=Q(signature="", seq__isnull=True) | (~Q(signature="") & Q(seq__isnull=False)),
                name="receipt_signed_has_its_place",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "issued_at"], name="receipt_to_sign", condition=Q(signature="")),
            models.Index(fields=["organization", "environment", "-issued_at"], name="receipt_folder"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delivery_id or self.staging_id}"


class ReceiptMark(OrganizationOwned):
    """An SFTP user has removed a file of a receipt from its `/`, and from there alone (BP-43). `ending`: `json` …"""

    receipt = models.ForeignKey(DeliveryReceipt, on_delete=models.CASCADE, related_name="marks", db_constraint=False)
    account_id = models.UUIDField()
    ending = models.CharField(max_length=4)
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "receipt", "account_id", "ending"], name="receipt_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.ending}"


class Preview(OrganizationOwned):
    """What a file would do if it were sent now (BM-01). `result` is the content of the K2 that it would get.

    `state_version` is what the answer was computed on: when it has moved on, the answer is computed anew.
    """

    class State(models.TextChoices):
        WORKING = "working"
        READY = "ready"

    staging = models.ForeignKey(Staging, on_delete=models.PROTECT, related_name="previews", db_constraint=False)
    state = models.CharField(max_length=7, choices=State, default=State.WORKING)
    membership_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    state_version = models.CharField(max_length=64, blank=True, default="")
    progress = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "-asked_at"], name="preview_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.staging_id} {self.state}"
