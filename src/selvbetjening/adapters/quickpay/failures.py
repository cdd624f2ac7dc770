"""Why QuickPay, or the acquirer behind it, said no, as data (gateways.md 3.3). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from selvbetjening.domain.payments.ports import Failure, FailureKind, Retry

APPROVED: Final = "20000"
#: "Waiting" (uncertain whether it still occurs): treated as pending.
WAITING: Final = "20200"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    kind: FailureKind
    retry: Retry
    ask_for_new_card: bool = False


_AUTHENTICATION: Final = Row("authentication_required", "after_customer")
_GATEWAY: Final = Row("gateway_error", "later")
_DECLINED: Final = Row("declined", "later")
_OTHER_CARD: Final = Row("declined", "never", ask_for_new_card=True)

#: By `qp_status_code`. 40000 is the acquirer's no, and is told apart by its words.
ROWS: Final[Mapping[str, Row]] = {
    "30100": _AUTHENTICATION,
    "30101": _AUTHENTICATION,
    "40001": Row("bad_request", "never"),
    "40002": Row("authorisation_expired", "never"),
    "40003": Row("aborted", "after_customer"),
    "40300": Row("fraud_block", "never", ask_for_new_card=True),
    "41000": Row("card_removed", "never", ask_for_new_card=True),
    "42300": Row("card_suspended", "never", ask_for_new_card=True),
    "50000": _GATEWAY,
    "50300": _GATEWAY,
}
#: By a part of `aq_status_msg` in lower case; the first that fits.
WORDS: Final[tuple[tuple[str, Row], ...]] = (
    ("card expired", Row("card_expired", "never", ask_for_new_card=True)),
    ("lost or stolen", Row("lost_or_stolen", "never", ask_for_new_card=True)),
    ("card not found", _OTHER_CARD),
    ("user action required", _OTHER_CARD),
    ("user_action_required", _OTHER_CARD),
    ("rule violation", _OTHER_CARD),
    ("insufficient", Row("insufficient_funds", "later")),
)

CONFIG_ERROR: Final = Failure(kind="config_error", retry="never", code="key")
RATE_LIMITED: Final = Failure(kind="rate_limited", retry="same_request", code="429")


def failure_of(operation: Mapping[str, Any]) -> Failure:
    """An operation that is done and was not approved. An unknown code is a plain no."""
    code, acquirer = str(operation.get("qp_status_code") or ""), str(operation.get("aq_status_code") or "")
    row = ROWS.get(code) or _by_words(str(operation.get("aq_status_msg") or ""))
    return Failure(
        kind=row.kind, retry=row.retry, ask_for_new_card=row.ask_for_new_card,
        code=f"{code}/{acquirer}"[:80] if acquirer not in ("", code) else code[:80],
    )  # fmt: skip


def _by_words(said: str) -> Row:
    lowered = said.lower()
    return next((row for part, row in WORDS if part in lowered), _DECLINED)
