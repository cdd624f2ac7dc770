"""Our mark on QuickPay's resources, in their variables: a company's account there may serve its web shop too. Pure.

`order_id` is unique in the merchant's account, but a web shop, or an earlier row of ours, may use the same ones.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from selvbetjening.adapters.quickpay.values import mapping, text, whole

#: An order of ours by its form: a reference, or the saved card of a payment.
OURS: Final = re.compile(r"[FS][0-9A-Z]{9}(-S)?")
PAY_AND_SAVE: Final = "pay_and_save"
_REFUND: Final = "refund_"


def marked(*, reference: str, account: str, kind: str, **more: str) -> dict[str, str]:
    """The variables that a resource of ours carries; `account` is our own id of the gateway account."""
    name = "save_ref" if kind == "save" else "attempt"
    return {name: reference, "account": account, "kind": kind, **more}


def mark(resource: Mapping[str, Any], *, account: str) -> str:
    """The reference of ours that a resource carries; empty where it is not ours."""
    variables = mapping(resource.get("variables"))
    if not account or variables.get("account") != account:
        return ""
    reference = text(variables.get("attempt") or variables.get("save_ref"))
    return reference if text(resource.get("order_id")) in (reference, f"{reference}-S") else ""


def may_be_ours(resource: Mapping[str, Any], *, account: str) -> bool:
    """Whether to read it again: it carries our mark, or its order has our form (a recurring one may lack the mark)."""
    variables = mapping(resource.get("variables"))
    if "account" in variables:
        return text(variables["account"]) == account
    return OURS.fullmatch(text(resource.get("order_id"))) is not None


def refund_mark(*, reference: str, amount: int, after: int) -> dict[str, str]:
    """Written before a refund is ordered: QuickPay's own refunds carry no reference."""
    return {f"{_REFUND}{reference}": f"{amount}@{after}"}


def refund_marks(payment: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The refunds that were ordered: our reference, the amount, and the last operation before it; oldest first."""
    found = []
    for name, value in mapping(payment.get("variables")).items():
        amount, _, after = text(value).partition("@")
        if name.startswith(_REFUND) and whole(amount) is not None and whole(after) is not None:
            found.append((name.removeprefix(_REFUND), int(amount), int(after)))
    return sorted(found, key=lambda one: (one[2], one[0]))
