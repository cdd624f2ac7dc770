"""Accounts: whom the organization has as a customer, and whom its invoices are made out to."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Collate, Lower, StrIndex, Substr

from selvbetjening.domain.organizations.models import OrganizationOwned


class PartyType(models.TextChoices):
    """Who the customer is before the law (PTY-1)."""

    CONSUMER = "consumer"
    BUSINESS = "business"
    PUBLIC = "public"


class CollectionMethod(models.TextChoices):
    """How what is owed is asked for, unless a subscription says otherwise (SB-32, PY-10)."""

    INVOICE = "invoice"
    PAYMENT_CARD = "payment_card"
    BETALINGSSERVICE = "betalingsservice"
    DIRECT_DEBIT = "direct_debit"


@dataclass(frozen=True)
class Address:
    """Where something goes to: two lines, postal code, city and country (ISO 3166 alpha-2)."""

    line: str
    line_2: str
    postal_code: str
    city: str
    country: str


def _folded(of: Any, length: int) -> models.GeneratedField:
    """What is looked for by how it begins: small letters, in the order of their bytes, kept by the database itself.

    Under row-level security only `=`, `<` and `>=` keep their index (design, "Traps"): a beginning is a range.
    """
    return models.GeneratedField(
        expression=Lower(of), output_field=models.CharField(max_length=length, db_collation="C"), db_persist=True
    )


class Account(OrganizationOwned):
    """A customer of the organization: a company, a public body or a person. `code` is the company's own number.

    `address_line` and its neighbours are the legal address; `billing_*` is where invoices go instead, empty for the
    same. `ean`, `vat_number`, `po_number` and `reference` stand on invoices as the customer gave them (XB-44).
    `invoice_note` stands on each invoice. With `ean_invoicing` every invoice goes out as an e-invoice, to the address
    that `einvoicing_scheme` names (GLN: `ean`; CVR and SE: eight digits in `ean`, or else the CVR number); without
    `gets_reminders` no reminder is ever written, and nothing new begins on one that `is_archived`. `erp_id`, `partner`,
    `reseller_program` and `register_status` are what the company's other systems say of it; `last_modified_at` is kept
    by the database (null: not since it was made).
    """

    code = models.CharField(max_length=128)
    name = models.CharField(max_length=128)
    party_type = models.CharField(max_length=10, choices=PartyType, default=PartyType.CONSUMER)
    cvr = models.CharField(max_length=8, blank=True)
    address_line = models.CharField(max_length=200, blank=True)
    address_line_2 = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DK")
    billing_address_line = models.CharField(max_length=200, blank=True, default="", db_default="")
    billing_address_line_2 = models.CharField(max_length=200, blank=True, default="", db_default="")
    billing_postal_code = models.CharField(max_length=12, blank=True, default="", db_default="")
    billing_city = models.CharField(max_length=80, blank=True, default="", db_default="")
    billing_country = models.CharField(max_length=2, blank=True, default="", db_default="")
    ean = models.CharField(max_length=13, blank=True, default="", db_default="")
    vat_number = models.CharField(max_length=20, blank=True, default="", db_default="")
    po_number = models.CharField(max_length=60, blank=True, default="", db_default="")
    reference = models.CharField(max_length=120, blank=True, default="", db_default="")
    invoice_note = models.CharField(max_length=500, blank=True, default="", db_default="")
    erp_id = models.CharField(max_length=128, blank=True, default="", db_default="")
    partner = models.BigIntegerField(null=True, blank=True)
    reseller_program = models.CharField(max_length=128, blank=True, default="", db_default="")
    register_status = models.CharField(max_length=60, blank=True, default="", db_default="")
    ean_invoicing = models.BooleanField(default=False, db_default=False)
    einvoicing_scheme = models.CharField(max_length=3, default="GLN", db_default="GLN")
    is_archived = models.BooleanField(default=False, db_default=False)
    gets_reminders = models.BooleanField(default=True, db_default=True)
    collection_method = models.CharField(
        max_length=20, choices=CollectionMethod, default=CollectionMethod.INVOICE, db_default="invoice"
    )
    language = models.CharField(max_length=2, default="da")
    created_at = models.DateTimeField()
    last_modified_at = models.DateTimeField(null=True, editable=False)
    code_folded = _folded("code", 128)
    name_folded = _folded("name", 128)
    #: From the second word on, and the last word: people are looked for by any of their names.
    name_rest_folded = _folded(Substr("name", StrIndex("name", Value(" ")) + 1), 128)
    name_last_folded = _folded(Func(F("name"), Value("[^ ]*$"), function="SUBSTRING"), 128)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "code_folded"], name="account_code_folded"),
            models.Index(fields=["organization", "created_at", "id"], name="account_by_age"),
            models.Index(fields=["organization", "name_folded"], name="account_name_folded"),
            models.Index(fields=["organization", "name_rest_folded"], name="account_name_rest_folded"),
            models.Index(fields=["organization", "name_last_folded"], name="account_name_last_folded"),
            models.Index("organization", Collate("cvr", "C"), name="account_cvr", condition=~Q(cvr="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "code"], name="account_code"),
            models.CheckConstraint(
                condition=Q(party_type__in=["consumer", "business", "public"]),
                name="account_party_type_known",
            ),
            models.CheckConstraint(condition=Q(language__in=["da", "en"]), name="account_language_known"),
            models.CheckConstraint(
                condition=Q(collection_method__in=["invoice", "payment_card", "betalingsservice", "direct_debit"]),
                name="account_collection_method_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def legal_address(self) -> Address:
        """Where the customer lives or has its seat."""
        return Address(self.address_line, self.address_line_2, self.postal_code, self.city, self.country)

    @property
    def billing_address(self) -> Address:
        """Where invoices go: the legal address, unless another one is given."""
        if not self.billing_address_line:
            return self.legal_address
        return Address(
            self.billing_address_line,
            self.billing_address_line_2,
            self.billing_postal_code,
            self.billing_city,
            self.billing_country or self.country,
        )
