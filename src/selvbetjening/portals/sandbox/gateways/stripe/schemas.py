"""Every parameter of every call that the product makes to Stripe (gateways.md 2.2). Whatever is not here is refused."""

from typing import Final

from selvbetjening.portals.sandbox.gateways.schema import Schema, listed, mapping, needed, nested, text, whole, yes_no

_EXPAND: Final = listed(text())
_CREATED: Final = nested(gte=whole(), lte=whole(), gt=whole(), lt=whole())
_CURRENCY: Final = text(shape="[a-z]{3}")
_URL: Final = text(shape=r"https?://[^\s]+")
_LOCALE: Final = text("auto", "da", "en", "en-GB")

READ: Final[Schema] = {"expand": _EXPAND}
LIST: Final[Schema] = {"limit": whole(least=1, most=100), "starting_after": text(), "ending_before": text()}
OF_CUSTOMER: Final[Schema] = {**LIST, "customer": text(), "created": _CREATED, "expand": _EXPAND}
OF_PAYMENT: Final[Schema] = {**LIST, "payment_intent": text(), "created": _CREATED, "expand": _EXPAND}

CUSTOMER: Final[Schema] = {
    "name": text(most=256), "email": text(most=512, shape=r"[^@\s]+@[^@\s]+"), "metadata": mapping(),
    "preferred_locales": listed(text()), "expand": _EXPAND,
}  # fmt: skip

_PRICE: Final = nested(
    currency=needed(_CURRENCY),
    unit_amount=needed(whole(least=0)),
    product_data=needed(nested(name=needed(text(most=250)), description=text(), metadata=mapping())),
)
SESSION: Final[Schema] = {
    "mode": needed(text("setup", "payment")), "customer": text(), "currency": _CURRENCY,
    "success_url": needed(_URL), "cancel_url": _URL, "locale": _LOCALE, "client_reference_id": text(most=200),
    "metadata": mapping(), "expires_at": whole(), "ui_mode": text("hosted_page"),
    "allowed_payment_method_types": listed(text("card")),
    "line_items": listed(nested(price_data=needed(_PRICE), quantity=needed(whole(least=1)))),
    "setup_intent_data": nested(metadata=mapping(), description=text()),
    "payment_intent_data": nested(
        metadata=mapping(), description=text(), setup_future_usage=text("off_session", "on_session"),
    ),
    "expand": _EXPAND,
}  # fmt: skip

INTENT: Final[Schema] = {
    "amount": needed(whole(least=1)), "currency": needed(_CURRENCY), "customer": text(), "payment_method": text(),
    "confirm": yes_no(), "off_session": yes_no(), "metadata": mapping(), "description": text(most=1000),
    "allowed_payment_method_types": listed(text("card")), "expand": _EXPAND,
}  # fmt: skip
INTENT_CANCEL: Final[Schema] = {
    "cancellation_reason": text("duplicate", "fraudulent", "requested_by_customer", "abandoned"), "expand": _EXPAND,
}  # fmt: skip
METHOD: Final[Schema] = {
    "type": needed(text("card")), "card": needed(nested(token=needed(text(shape="tok_[A-Za-z0-9_]+")))),
    "metadata": mapping(), "expand": _EXPAND,
}  # fmt: skip
ATTACH: Final[Schema] = {"customer": needed(text()), "expand": _EXPAND}

REFUND: Final[Schema] = {
    "payment_intent": needed(text()), "amount": whole(least=1), "metadata": mapping(),
    "reason": text("duplicate", "fraudulent", "requested_by_customer"), "expand": _EXPAND,
}  # fmt: skip
EVENTS: Final[Schema] = {**LIST, "type": text(), "types": listed(text()), "created": _CREATED}
