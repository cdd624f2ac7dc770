"""A mail of each kind that takes own words, about a customer who does not exist: what a company looks at beforehand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from selvbetjening.domain.messaging.mails import cards, changes, credits, invoices, late, login, subscriptions
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.money import Money

_PRICE: Final = Money(149_00, "DKK")
_NONE: Final = Money.zero("DKK")
_AMOUNTS: Final = {
    "principal": _PRICE, "interest": _NONE, "fees": _NONE, "compensation": _NONE, "fee": _NONE, "paid": _NONE,
    "disputed": _NONE, "total": _PRICE,
}  # fmt: skip
_PATH: Final = "/"


def draw_sample(*, kind: str, sender: Sender, language: Language, at: datetime) -> tuple[str, str]:
    """Subject and text as this company's customer would read them; codes and links of logins are dots."""
    today = copenhagen_day(at)
    draw, values = _SAMPLES[kind](today, at)
    drawn: Letter = draw(sender=sender, language=language, **values)
    return drawn.subject, drawn.text.replace(login.TOKEN, "•••").replace(login.CODE, "•••")


def _login(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    return login.login_link, {"path": f"/log-ind/link/{login.TOKEN}/", "minutes": 10, "asked_at": at, "browser": ""}


def _signup(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    return login.signup_link, {"path": f"/opret/{login.TOKEN}/", "minutes": 10, "asked_at": at, "browser": ""}


def _invoice(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    due = today + timedelta(days=8)
    given = {"number": "1024", "total": _PRICE, "due_on": due, "instructions": "", "path": _PATH, "pay_path": _PATH}
    return invoices.invoice_issued, given


def _payment(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {"number": "1024", "amount": _PRICE, "paid_on": today, "remaining": _NONE, "path": _PATH}
    return invoices.payment_received, given


def _credit(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {"number": "1025", "original": "1024", "total": _PRICE, "left": False, "path": _PATH}
    return credits.credit_note_issued, given


def _reminder(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {
        "number": "1024", "letter_number": 1, "is_demand": False, "creditor": ("…", "…", "…"), "debtor": "Kim Eksempel",
        "issued_on": today - timedelta(days=30), "due_on": today - timedelta(days=16), "amounts": _AMOUNTS,
        "way_to_pay": "…", "deadline_on": today + timedelta(days=10), "path": _PATH,
    }  # fmt: skip
    return late.reminder, given


def _charge(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {
        "number": "1024", "amount": _PRICE, "card": "•••• 4242", "happened": "…", "to_do": "",
        "next_on": today + timedelta(days=3), "due_on": today, "today": today, "path": _PATH,
    }  # fmt: skip
    return cards.charge_failed, given


def _expiring(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {"card": "•••• 4242", "expires_on": today + timedelta(days=20), "plans": ["Basis"], "path": _PATH}
    return cards.card_expiring, given


def _started(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {
        "plan": "Basis", "quantity": 1, "starts_on": today, "total": _PRICE, "next_on": today + timedelta(days=30),
        "path": _PATH,
    }  # fmt: skip
    return subscriptions.subscription_started, given


def _changed(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {
        "plan_before": "Basis", "plan": "Plus", "quantity": 1, "effective_on": today, "charged": _NONE,
        "next_on": today + timedelta(days=30), "total": _PRICE, "path": _PATH,
    }  # fmt: skip
    return changes.subscription_changed, given


def _cancelled(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {"plan": "Basis", "received_at": at, "ends_on": today + timedelta(days=30), "path": _PATH}
    return subscriptions.subscription_cancelled, given


def _ended(today: date, at: datetime) -> tuple[Callable[..., Letter], dict[str, Any]]:
    given = {"plan": "Basis", "ended_on": today, "path": _PATH}
    return subscriptions.subscription_ended, given


_SAMPLES: Final[dict[str, Callable[[date, datetime], tuple[Callable[..., Letter], dict[str, Any]]]]] = {
    "login_link": _login,
    "signup_link": _signup,
    "invoice_issued": _invoice,
    "payment_received": _payment,
    "credit_note_issued": _credit,
    "reminder": _reminder,
    "charge_failed": _charge,
    "card_expiring": _expiring,
    "subscription_started": _started,
    "subscription_changed": _changed,
    "subscription_cancelled": _cancelled,
    "subscription_ended": _ended,
}
