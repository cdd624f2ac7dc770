"""The six files and their columns: the source of docs/import.md. Pure."""

from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.catalog.rules.terms import LONGEST_TRIAL_DAYS, VAT_CATEGORIES
from selvbetjening.domain.imports.files import fields
from selvbetjening.domain.imports.files.fields import Field

_CODE: Final = fields.text(40)
LARGEST_AMOUNT: Final = 100_000_000_00
"""A hundred million kroner in øre: the most for one unit, and for one subscription's period."""

PARTY_TYPES: Final = {
    "consumer": "consumer", "privat": "consumer", "business": "business", "virksomhed": "business",
    "public": "public", "offentlig": "public", "unknown": "unknown", "ukendt": "unknown",
}  # fmt: skip
INTERVALS: Final = {
    "day": "day", "dag": "day", "week": "week", "uge": "week", "month": "month", "måned": "month", "maaned": "month",
    "year": "year", "år": "year", "aar": "year",
}  # fmt: skip
PRICING: Final = {
    "flat": "flat", "fast": "flat", "per_unit": "per_unit", "stykpris": "per_unit", "volume": "volume",
    "mængde": "volume", "maengde": "volume", "graduated": "graduated", "trappe": "graduated",
}  # fmt: skip
CHARGING: Final = {"forward": "forward", "forud": "forward", "backward": "backward", "bagud": "backward"}
ROLES: Final = {
    "owner": "owner", "ejer": "owner", "billing": "billing", "betalingsansvarlig": "billing", "reader": "reader",
    "læser": "reader", "laeser": "reader", "accountant": "accountant", "bogholder": "accountant",
}  # fmt: skip
METHODS: Final = {
    "invoice": "invoice", "faktura": "invoice", "payment_card": "payment_card", "betalingskort": "payment_card",
    "betalingsservice": "betalingsservice", "direct_debit": "direct_debit", "leverandørservice": "direct_debit",
    "leverandoerservice": "direct_debit",
}  # fmt: skip
CONSENTS: Final = {
    "written": "written", "skriftlig": "written", "phone": "phone", "telefon": "phone", "digital": "digital",
    "digitalt": "digital",
}  # fmt: skip
LANGUAGES: Final = {"da": "da", "dansk": "da", "en": "en", "engelsk": "en", "english": "en"}


@dataclass(frozen=True)
class Layout:
    """One file: its name, its columns, and the columns that make a line one of its kind."""

    file: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


PLANS: Final = Layout(
    "plans.csv",
    (
        Field("plan_code", _CODE, required=True),
        Field("name_da", fields.text(80), required=True),
        Field("name_en", fields.text(80)),
        Field("description_da", fields.text(300)),
        Field("description_en", fields.text(300)),
        Field("self_service", fields.yes_or_no, default=False),
    ),
    ("plan_code",),
)
PLAN_TERMS: Final = Layout(
    "plan_terms.csv",
    (
        Field("terms_code", _CODE, required=True),
        Field("plan_code", _CODE, required=True),
        Field("interval", fields.choice(INTERVALS), required=True),
        Field("interval_count", fields.whole_number(1, 120), default=1),
        Field("unit_price", fields.hundredths(LARGEST_AMOUNT), required=True),
        Field("currency", fields.currency, default="DKK"),
        Field("vat_percent", fields.hundredths(10_000), default=None),
        Field("unit_da", fields.text(30)),
        Field("unit_en", fields.text(30)),
        # None is "not said": an older file without the column neither sets nor contradicts what is agreed.
        Field("pricing", fields.choice(PRICING), default=None),
        Field("base_fee", fields.hundredths(LARGEST_AMOUNT), default=None),
        Field("tiers", fields.tiers, default=None),
        Field("vat_category", fields.choice({code.lower(): code for code in VAT_CATEGORIES}), default=None),
        Field("charging", fields.choice(CHARGING), default=None),
        Field("commitment_count", fields.whole_number(0, 120), default=None),
        Field("commitment_unit", fields.choice(INTERVALS), default="month"),
        Field("notice_count", fields.whole_number(0, 366), default=None),
        Field("notice_unit", fields.choice(INTERVALS), default="month"),
        Field("trial_days", fields.whole_number(0, LONGEST_TRIAL_DAYS), default=0),
        Field("minimum_quantity", fields.whole_number(1, 1_000_000), default=1),
        Field("maximum_quantity", fields.whole_number(1, 1_000_000), default=None),
        Field("quantity_step", fields.whole_number(1, 1_000_000), default=1),
        Field("hidden", fields.yes_or_no, default=False),
    ),
    ("terms_code",),
)
ACCOUNTS: Final = Layout(
    "accounts.csv",
    (
        Field("account_code", _CODE, required=True),
        Field("party_type", fields.choice(PARTY_TYPES), required=True),
        Field("name", fields.text(128), required=True),
        Field("cvr", fields.cvr),
        Field("address_line", fields.text(200)),
        Field("address_line_2", fields.text(200)),
        Field("postal_code", fields.text(12)),
        Field("city", fields.text(80)),
        Field("country", fields.capitals("[A-Z]{2}", "DK"), default="DK"),
        Field("language", fields.choice(LANGUAGES), default="da"),
        Field("billing_address_line", fields.text(200)),
        Field("billing_address_line_2", fields.text(200)),
        Field("billing_postal_code", fields.text(12)),
        Field("billing_city", fields.text(80)),
        Field("billing_country", fields.capitals("[A-Z]{2}", "DK")),
        Field("ean", fields.without_blanks(13)),
        Field("vat_number", fields.without_blanks(20)),
        Field("po_number", fields.text(60)),
        Field("reference", fields.text(120)),
        Field("collection_method", fields.choice(METHODS), default="invoice"),
    ),
    ("account_code",),
)
RECIPIENTS: Final = Layout(
    "recipients.csv",
    (
        Field("account_code", _CODE, required=True),
        Field("name", fields.text(120), required=True),
        Field("email", fields.email, required=True),
        Field("receive_invoice", fields.yes_or_no, default=True),
        Field("receive_payment_confirmation", fields.yes_or_no, default=True),
        Field("receive_subscription_notifications", fields.yes_or_no, default=True),
        Field("has_self_service_access", fields.yes_or_no, default=True),
        Field("role", fields.choice(ROLES), default="owner"),
        Field("ends_on", fields.day, default=None),
    ),
    ("account_code", "email"),
)
SUBSCRIPTIONS: Final = Layout(
    "subscriptions.csv",
    (
        Field("subscription_code", _CODE, required=True),
        Field("account_code", _CODE, required=True),
        Field("terms_code", _CODE, required=True),
        Field("quantity", fields.whole_number(1, 1_000_000), default=1),
        Field("started_on", fields.day, required=True),
        Field("renews_on", fields.day, default=None),
        Field("ends_on", fields.day, default=None),
    ),
    ("subscription_code",),
)
MANDATES: Final = Layout(
    "mandates.csv",
    (
        Field("account_code", _CODE, required=True),
        Field("pbs_number", fields.text(8)),
        Field("identity", fields.covered("identity"), required=True),
        Field("branch", fields.covered("branch"), required=True),
        Field("account_number", fields.covered("account"), required=True),
        Field("consent", fields.choice(CONSENTS), required=True),
        Field("agreed_on", fields.day, required=True),
    ),
    ("account_code",),
)
#: In the order in which they are read and written: what a line points to comes before it.
LAYOUTS: Final = (PLANS, PLAN_TERMS, ACCOUNTS, RECIPIENTS, SUBSCRIPTIONS, MANDATES)
