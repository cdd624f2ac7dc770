"""Every parameter of every call that the product makes to QuickPay (gateways.md 3.2). Others are refused."""

from typing import Final

from selvbetjening.portals.sandbox.gateways.schema import Schema, listed, mapping, needed, nested, text, whole, yes_no

_ORDER: Final = text(shape="[A-Za-z0-9 ._-]{4,20}")
_CURRENCY: Final = text(shape="[A-Z]{3}")
_URL: Final = text(shape=r"https?://[^\s]+")
_STATEMENT: Final = text(most=22)
_AMOUNT: Final = whole(least=1)
_ADDRESS: Final = nested(**{
    name: text() for name in (
        "name", "att", "company_name", "street", "house_number", "house_extension", "city", "zip_code", "region",
        "country_code", "vat_no", "phone_number", "mobile_number", "email",
    )
})  # fmt: skip

NOTHING: Final[Schema] = {}
PAGE: Final[Schema] = {"page": whole(least=1), "page_size": whole(least=1, most=100), "order_id": text()}
AMOUNT: Final[Schema] = {"amount": needed(_AMOUNT)}

PAYMENT: Final[Schema] = {
    "order_id": needed(_ORDER), "currency": needed(_CURRENCY), "variables": mapping(),
    "text_on_statement": _STATEMENT, "branding_id": whole(), "invoice_address": _ADDRESS,
    "basket": listed(nested(
        qty=needed(whole()), item_no=needed(text()), item_name=needed(text()), item_price=needed(whole()),
        vat_rate=text(),
    )),
}  # fmt: skip
SUBSCRIPTION: Final[Schema] = {**PAYMENT, "description": needed(text(most=255))}
CHANGE: Final[Schema] = {"variables": mapping(), "invoice_address": _ADDRESS}

_LINK: Final[Schema] = {
    "continue_url": _URL, "cancel_url": _URL, "callback_url": _URL,
    # As older integrations send them (gateways.md 3.2, uncertain).
    "continueurl": _URL, "cancelurl": _URL, "callbackurl": _URL,
    "language": text(most=5), "auto_capture": yes_no(), "payment_methods": text(), "customer_email": text(),
    "deadline": whole(least=1), "branding_id": whole(), "agreement_id": whole(), "framed": yes_no(),
}  # fmt: skip
PAYMENT_LINK: Final[Schema] = {"amount": needed(_AMOUNT), **_LINK}
SUBSCRIPTION_LINK: Final[Schema] = {"amount": needed(whole(least=0)), **_LINK}

RECURRING: Final[Schema] = {
    "order_id": needed(_ORDER), "amount": needed(_AMOUNT), "auto_capture": yes_no(), "text_on_statement": _STATEMENT,
    "description": text(most=255), "variables": mapping(), "due_date": text(shape=r"\d{4}-\d{2}-\d{2}"),
    "auto_capture_at": text(shape=r"\d{4}-\d{2}-\d{2}"),
}  # fmt: skip
