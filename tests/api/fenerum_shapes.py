"""What Fenerum's document says that an answer holds: every field it lists, with its type. More fields may come."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A type of a field; `faults` tells what is wrong with a value at an address."""

    faults: Callable[[Any, str], list[str]]

    def __or__(self, other: "Kind") -> "Kind":
        return Kind(lambda value, at: self.faults(value, at) and other.faults(value, at))


Shape = Mapping[str, Kind]


def _kind(words: str, fits: Callable[[Any], bool]) -> Kind:
    return Kind(lambda value, at: [] if fits(value) else [f"{at}: {value!r} is not {words}"])


def _written(words: str, pattern: str, reads: Callable[[str], object] = str) -> Kind:
    """Text that is written in one way, and means something."""

    def fits(value: Any) -> bool:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            return False
        try:
            reads(value)
        except ValueError:
            return False
        return True

    return _kind(words, fits)


def choice(*words: str) -> Kind:
    """One of the listed words."""
    return _kind(f"one of {words}", lambda value: value in words)


def many(what: "Shape | Kind") -> Kind:
    """An array of objects or values."""

    def look(value: Any, at: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no array"]
        return [fault for number, one in enumerate(value) for fault in faults_of(one, what, f"{at}[{number}]")]

    return Kind(look)


def faults_of(value: Any, what: "Shape | Kind", at: str) -> list[str]:
    """Everything in which a value is not what the document says."""
    if isinstance(what, Kind):
        return what.faults(value, at)
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no object"]
    lacking = [f"{at}.{name}: is not there" for name in what if name not in value]
    there = ((name, kind) for name, kind in what.items() if name in value)
    return lacking + [fault for name, kind in there for fault in kind.faults(value[name], f"{at}.{name}")]


NULL = _kind("null", lambda value: value is None)
TEXT = _kind("a text", lambda value: isinstance(value, str))
FLAG = _kind("true or false", lambda value: isinstance(value, bool))
WHOLE = _kind("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
UUID = _written("a uuid v4 in lower case", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
DAY = _written("a date", r"\d{4}-\d\d-\d\d", date.fromisoformat)
INSTANT = _written(
    "a date-time with microseconds and offset",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d",
    datetime.fromisoformat,
)
DECIMAL = _written("a decimal text", r"-?\d+(\.\d+)?")
COUNTRY = _written("a country of two letters", r"[A-Z]{2}")
CURRENCY = _written("a currency of three letters", r"[A-Z]{3}")
ADDRESS = _written("an address", r"https?://.+")
OPTIONAL_TEXT, OPTIONAL_DAY, OPTIONAL_UUID = TEXT | NULL, DAY | NULL, UUID | NULL
STAMPS = {"created_date": INSTANT, "last_modified_date": INSTANT}
COLLECTION = choice("invoice", "payment_card", "direct_debit", "betalingsservice")
VAT_TYPE = choice("physical", "services", "unknown")

SUBSCRIPTION: Shape = {
    "uuid": UUID, "account": TEXT, "terms": TEXT, "collection_method": COLLECTION, "start_date": DAY | INSTANT,
    "quantity": WHOLE, "group_on_invoice": FLAG, "payment_terms": WHOLE,
    "pre_renewal_invoicing": FLAG | WHOLE | NULL,
    "po_number": OPTIONAL_TEXT, "invoice_supplement": OPTIONAL_TEXT, "reference_person": OPTIONAL_TEXT,
    "case_number": OPTIONAL_TEXT, "custom_price": DECIMAL | NULL, "next_renewal_date": INSTANT | NULL,
    "status": choice("scheduled", "active", "paused", "set_to_expire", "cancelled"),
    "end_date": DAY | INSTANT | NULL, "cancelled_date": DAY | INSTANT | NULL, **STAMPS,
    "plan_name": TEXT, "currency": CURRENCY, "unit_price": DECIMAL,
}  # fmt: skip
CHANGE: Shape = {
    "change_type": choice("immediate", "at_specified_time", "at_renewal"), "date": OPTIONAL_DAY, "terms": OPTIONAL_TEXT,
    "quantity": WHOLE | NULL, "early_renewal": FLAG, "state": choice("scheduled", "applied", "cancelled", "errored"),
}  # fmt: skip
RECIPIENT: Shape = {
    "uuid": UUID, "account": TEXT, "name": TEXT, "email": TEXT, "receive_invoice": FLAG,
    "receive_payment_confirmation": FLAG, "receive_subscription_notifications": FLAG, "has_self_service_access": FLAG,
    "role": TEXT,
}  # fmt: skip
CARD: Shape = {
    "uuid": UUID, "account": TEXT, "gateway": choice("stripe", "quickpay"), "gateway_reference": TEXT, "brand": TEXT,
    "last_digits": TEXT, "expiration_month": WHOLE, "expiration_year": WHOLE, "currency": CURRENCY | NULL,
    "is_active": FLAG, "is_default": FLAG, "created_date": INSTANT, "disabled_date": INSTANT | NULL,
}  # fmt: skip
ACCOUNT_ROW: Shape = {
    "uuid": UUID, "company_name": TEXT, "code": TEXT, "legal_address": TEXT, "legal_zipcode": TEXT, "legal_city": TEXT,
    "legal_country": COUNTRY, "legal_vat_number": OPTIONAL_TEXT, "billing_same_as_legal": FLAG,
    "billing_address": OPTIONAL_TEXT, "billing_zipcode": OPTIONAL_TEXT, "billing_city": OPTIONAL_TEXT,
    "billing_country": COUNTRY | NULL, "language": TEXT, "partner": WHOLE | NULL, "ean_invoicing": FLAG,
    "einvoicing_identifier_schema": choice("GLN", "CVR", "SE"), "ean_number": OPTIONAL_TEXT,
    "invoice_note": OPTIONAL_TEXT, "erp_id": OPTIONAL_TEXT, **STAMPS,
    "balance": many({"currency": CURRENCY, "amount": DECIMAL}), "default_collection_method": COLLECTION | NULL,
    "party_type": TEXT, "is_archived": FLAG, "is_getting_reminders": FLAG,
}  # fmt: skip
ACCOUNT: Shape = {
    **ACCOUNT_ROW,
    "subscription_set": many(SUBSCRIPTION), "recipient_set": many(RECIPIENT), "paymentcard_set": many(CARD),
}  # fmt: skip
TIER: Shape = {
    "id": WHOLE, "minimum_quantity": WHOLE, "maximum_quantity": WHOLE | NULL, "discount": DECIMAL,
    "discount_type": choice("percent", "fixed"), "overall_flat_discount": DECIMAL | NULL,
    "only_apply_to_quantity_above_minimal": FLAG,
}  # fmt: skip
CONTRACT: Shape = {
    "uuid": UUID, "plan_terms": TEXT, "start_date": DAY, "end_date": OPTIONAL_DAY, "commitment_length": WHOLE,
    "exclusive_tiers": FLAG, "tiers": many(TIER),
}  # fmt: skip
TERMS: Shape = {
    "uuid": UUID, "plan_uuid": UUID, "code": TEXT, "name": TEXT, "price": DECIMAL, "currency": CURRENCY,
    "interval": choice("day", "week", "month", "year"), "interval_count": WHOLE, "backwards_charging": FLAG,
    "is_active": FLAG,
}  # fmt: skip
PLAN: Shape = {
    "uuid": UUID, "name": TEXT, "code": TEXT, "description": TEXT, "vat_type": VAT_TYPE, "planterms_set": many(TERMS),
    "self_service_enabled": FLAG,
}  # fmt: skip
PRICE: Shape = {
    "currency": CURRENCY, "quantity": WHOLE | DECIMAL, "unit_price": DECIMAL, "subtotal": DECIMAL, "discount": DECIMAL,
    "vat_rate": DECIMAL, "vat": DECIMAL, "total": DECIMAL, "total_incl_vat": DECIMAL,
    "lines": many({"description": TEXT, "quantity": WHOLE | DECIMAL, "unit_price": DECIMAL, "amount": DECIMAL}),
}  # fmt: skip
LINK: Shape = {"url": ADDRESS, "link": ADDRESS, "expires_at": INSTANT, "id": TEXT}
DRAFT: Shape = {
    "uuid": UUID, "account": TEXT, "description": TEXT, "vat_type": VAT_TYPE, "collect_vat": FLAG,
    "date_from": OPTIONAL_DAY, "date_to": OPTIONAL_DAY, "price": DECIMAL, "quantity": DECIMAL, "currency": CURRENCY,
    "include_in_next_renewal_invoice": FLAG, "revenue_group": OPTIONAL_TEXT, **STAMPS,
    "discount_percentage": DECIMAL | NULL, "discount_fixed_per_quantity": DECIMAL | NULL,
    "discount_fixed_total": DECIMAL | NULL,
}  # fmt: skip
LINE: Shape = {
    "id": WHOLE, "invoice": UUID, "description": TEXT, "quantity": DECIMAL, "unit_price": DECIMAL, "discount": DECIMAL,
    "amount": DECIMAL, "vat_rate": DECIMAL, "vat": DECIMAL, "date_from": OPTIONAL_DAY, "date_to": OPTIONAL_DAY,
    "subscription": OPTIONAL_UUID, "plan_terms": OPTIONAL_TEXT, "revenue_group": OPTIONAL_TEXT,
}  # fmt: skip
INVOICE_ROW: Shape = {
    "uuid": UUID, "invoice_number": TEXT, "kickback_status": OPTIONAL_TEXT, "type": choice("invoice", "credit_note"),
    "account": UUID, "account_code": TEXT, "date": DAY, "due_date": OPTIONAL_DAY, "currency": CURRENCY,
    "amount": DECIMAL, "vat": DECIMAL, "total": DECIMAL, "outstanding": DECIMAL, "is_paid": FLAG,
    "paid_date": DAY | INSTANT | NULL, "collection_method": COLLECTION | NULL, "payment_terms": WHOLE | NULL,
    "po_number": OPTIONAL_TEXT, "credited_invoice": OPTIONAL_UUID, "invoiceline_set": many(LINE), **STAMPS,
    "ubl_available": FLAG, "payment_link": ADDRESS | NULL, "fik": OPTIONAL_TEXT,
}  # fmt: skip
INVOICE: Shape = {**INVOICE_ROW, "pdf_base64": _written("standard base64", r"[A-Za-z0-9+/]+={0,2}")}
AMOUNTS: Shape = {"invoiced": DECIMAL, "paid": DECIMAL, "expected": DECIMAL, "overdue": DECIMAL}
CASH_FLOW: Shape = {
    "month": _written("a month", r"\d\d-\d{4}"),
    "currencies": many({
        "currency": CURRENCY, **AMOUNTS, "days": many({"date": DAY, "expected": DECIMAL, "paid": DECIMAL}),
    }),
}  # fmt: skip
WEBHOOK: Shape = {
    "uuid": UUID, "endpoint": TEXT, "basic_auth_username": OPTIONAL_TEXT, "basic_auth_password": OPTIONAL_TEXT,
    "enabled": FLAG, "events": many(TEXT),
}  # fmt: skip
