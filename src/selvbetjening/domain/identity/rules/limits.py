"""How often is too often (LG-15, security.md 5.2): counts in windows of ten minutes, summed over an hour."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=10)
SPAN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """An act and how often one subject may do it in an hour, or in the shorter `span`."""

    act: str
    per_hour: int
    span: timedelta = SPAN


LOGIN_REQUESTS: Final = Limit("login_request", 30)
REDEMPTIONS: Final = Limit("link_redemption", 30)
CODES: Final = Limit("login_code", 5)
#: Mails that customers may have sent to somebody else: of one account, of one account to one address, and to one
#: address by all of them (a bookkeeper may be asked by several).
MAILS_BY_ACCOUNT: Final = Limit("mails_by_account", 20)
MAILS_TO_ADDRESS: Final = Limit("mails_to_address", 3)
MAILS_TO_ONE_PERSON: Final = Limit("mails_to_one_person", 10)
#: Logins with MitID: begun, and come back to nothing, from one network; and step-ups of one person (security.md 5.2).
MITID_STARTS: Final = Limit("mitid_start", 20, span=WINDOW)
MITID_FAILURES: Final = Limit("mitid_failure", 20, span=WINDOW)
MITID_STEP_UPS: Final = Limit("mitid_step_up", 10)
#: Notices of logouts from one network, true ones or not (SEC-36).
BROKER_NOTICES: Final = Limit("broker_notice", 600, span=WINDOW)

#: Lists that one user takes out as files.
EXPORTS: Final = Limit("export", 10)
#: Tests and challenges of webhooks that one company sends.
WEBHOOK_TESTS: Final = Limit("webhook_test", 10)
#: A form that books money is sent once (SEC-35), as long after it was shown at the latest.
FORMS: Final = Limit("form_spent", 1)
FORM_LIVES: Final = timedelta(hours=12)


def window_of(*, at: datetime) -> datetime:
    """The start of the window that `at` lies in."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(WINDOW.total_seconds()), UTC)


def first_counted(*, at: datetime, span: timedelta = SPAN) -> datetime:
    """The start of the oldest window that still counts at `at`: an hour after a window began, it is forgotten."""
    return window_of(at=at) - span + WINDOW
