"""What is sent to Stripe for each order (gateways.md 2.2). Pure."""

from stripe.params import CustomerCreateParams, PaymentIntentCreateParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from selvbetjening.adapters.stripe.marks import marked
from selvbetjening.domain.payments.ports import ChargeOrder, Payer, PayOrder, RefundOrder, SaveOrder


def customer(payer: Payer, *, account: str) -> CustomerCreateParams:
    """The payer, to whom a saved card belongs."""
    params: CustomerCreateParams = {
        "name": payer.name[:256],
        "preferred_locales": [payer.language],
        "metadata": {"account": account, "payer": payer.account},
    }
    if payer.email:
        params["email"] = payer.email
    return params


def save(order: SaveOrder, *, customer_ref: str, account: str) -> SessionCreateParams:
    """A Checkout page that saves a card. The consent is asked for by us, before (S1)."""
    marks = marked(name="save_ref", reference=order.reference, account=account)
    return {
        "mode": "setup",
        "customer": customer_ref,
        "currency": order.currency.lower(),
        "allowed_payment_method_types": ["card"],
        "success_url": order.returns.done,
        "cancel_url": order.returns.cancelled,
        "locale": order.payer.language,
        "client_reference_id": order.reference,
        "metadata": marks,
        "setup_intent_data": {"metadata": marks},
    }


def pay(order: PayOrder, *, customer_ref: str, account: str) -> SessionCreateParams:
    """A Checkout page that takes one sum. Our invoice is the document: never `invoice_creation` (S3)."""
    marks = marked(name="attempt", reference=order.reference, account=account, kind="pay")
    params: SessionCreateParams = {
        "mode": "payment",
        "line_items": [
            {
                "price_data": {
                    "currency": order.amount.currency.lower(),
                    "unit_amount": order.amount.minor,
                    "product_data": {"name": order.text[:250] or order.reference},
                },
                "quantity": 1,
            }
        ],
        "success_url": order.returns.done,
        "cancel_url": order.returns.cancelled,
        "locale": order.payer.language,
        "client_reference_id": order.reference,
        "metadata": marks,
        "payment_intent_data": {"metadata": marks},
    }
    if customer_ref:
        params["customer"] = customer_ref
    if order.save:
        # Other means than cards cannot be charged later.
        params["allowed_payment_method_types"] = ["card"]
        params["payment_intent_data"] = {"metadata": marks, "setup_future_usage": "off_session"}
    return params


def charge(order: ChargeOrder, *, account: str) -> PaymentIntentCreateParams:
    """Money from a saved card, confirmed at once, while its owner is away."""
    return {
        "amount": order.amount.minor,
        "currency": order.amount.currency.lower(),
        "customer": order.card.customer_ref,
        "payment_method": order.card.external_id,
        "allowed_payment_method_types": ["card"],
        "confirm": True,
        "off_session": True,
        "description": order.text[:1000] or order.reference,
        "metadata": marked(name="attempt", reference=order.reference, account=account, kind="charge"),
        "expand": ["latest_charge"],
    }


def refund(order: RefundOrder, *, account: str) -> RefundCreateParams:
    """All of a payment or a part goes back."""
    return {
        "payment_intent": order.payment,
        "amount": order.amount.minor,
        "metadata": marked(name="refund_ref", reference=order.reference, account=account),
    }
