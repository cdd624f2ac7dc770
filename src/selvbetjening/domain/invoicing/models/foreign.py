"""Documents of other systems, kept as history."""

from typing import ClassVar

from django.db import models

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import OrganizationOwned
from selvbetjening.kernel.money import Money


class ForeignDocument(OrganizationOwned):
    """An invoice or credit note that another system issued: its number is kept as it was and never one of ours (NUM-3).

    `source` names the system. The amount is incl. VAT, negative for a credit note.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    source = models.CharField(max_length=40)
    foreign_number = models.CharField(max_length=60)
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    retain_until = models.DateField()
    imported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-issued_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organization", "source", "foreign_number"], name="foreign_document_number"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "account", "-issued_on"], name="foreign_document_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.foreign_number}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)
