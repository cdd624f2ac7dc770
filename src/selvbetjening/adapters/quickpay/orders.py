"""What is sent to QuickPay for each order (gateways.md 3.2, 3.4). Pure."""

import unicodedata
from datetime import date, timedelta
from typing import Any, Final

from selvbetjening.adapters.quickpay.marks import PAY_AND_SAVE, marked
from selvbetjening.domain.payments.ports import PayOrder, Returns, SaveOrder
from selvbetjening.kernel.money import Money

Body = dict[str, Any]
#: How long a payer's window stays open, in seconds.
OPEN_FOR: Final = 24 * 3600
#: Shown where a window must show an amount and nothing is taken (uncertain whether 0 is always allowed).
SHOWN: Final = 100
_STATEMENT: Final = 22
_SPELT: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def statement(text: str) -> str:
    """A text for the payer's bank statement: plain letters only, as the acquirers take them."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT)).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isprintable())[:_STATEMENT].strip()


def payment(order: PayOrder, *, account: str) -> Body:
    """A payment that the payer makes in the window."""
    return {
        "order_id": order.reference,
        "currency": order.amount.currency,
        "variables": marked(reference=order.reference, account=account, kind="pay"),
        **_statement(order.text),
    }


def saved_card(order: SaveOrder, *, account: str) -> Body:
    """A subscription: QuickPay's name for a card on file, one for each account and currency."""
    return {
        "order_id": order.reference,
        "currency": order.currency,
        "description": order.text[:255] or order.reference,
        "variables": marked(reference=order.reference, account=account, kind="save"),
    }


def saved_while_paying(order: PayOrder, *, account: str) -> Body:
    """A subscription whose first payment follows by itself; what that is stands in its variables."""
    marks = marked(
        reference=order.reference, account=account, kind=PAY_AND_SAVE,
        amount=str(order.amount.minor), text=order.text[:200],
    )  # fmt: skip
    return {
        "order_id": f"{order.reference}-S",
        "currency": order.amount.currency,
        "description": order.text[:255] or order.reference,
        "variables": marks,
    }


def link(*, amount: int, returns: Returns, language: str, takes: bool) -> Body:
    """The window's address; `takes`: what is authorised there is captured at once."""
    body: Body = {
        "amount": amount,
        "continue_url": returns.done,
        "cancel_url": returns.cancelled,
        "callback_url": returns.notices,
        "language": language,
        "deadline": OPEN_FOR,
    }
    return {**body, "auto_capture": True} if takes else body


def recurring(
    *, reference: str, amount: Money, text: str, account: str, mobilepay: bool, today: date
) -> Body:  # fmt: skip
    """Money from a saved card. MobilePay takes it on a day ahead, tomorrow at the earliest, and captures by itself."""
    body: Body = {
        "order_id": reference,
        "amount": amount.minor,
        "auto_capture": True,
        "description": text[:255] or reference,
        "variables": marked(reference=reference, account=account, kind="charge"),
        **_statement(text),
    }
    if mobilepay:
        del body["auto_capture"]
        body["due_date"] = (today + timedelta(days=1)).isoformat()
    return body


def _statement(text: str) -> Body:
    plain = statement(text)
    return {"text_on_statement": plain} if plain else {}
