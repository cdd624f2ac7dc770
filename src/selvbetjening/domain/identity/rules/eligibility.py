"""Who gets a login mail: the seven cases in which none is sent, in their order of test (LG-02, SEC-60)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from selvbetjening.domain.identity.ports import KnownRecipient

UNKNOWN_EMAIL: Final = "unknown_email"
RECIPIENT_BARRED: Final = "recipient_barred"
DUPLICATE_EMAIL: Final = "duplicate_email"
ORGANIZATION_INACTIVE: Final = "organization_inactive"
FEATURE_MISSING: Final = "feature_missing"
SELF_SERVICE_DISABLED: Final = "self_service_disabled"
API_USER_MISSING: Final = "api_user_missing"
NO_MAIL: Final = (
    UNKNOWN_EMAIL, RECIPIENT_BARRED, DUPLICATE_EMAIL, ORGANIZATION_INACTIVE, FEATURE_MISSING, SELF_SERVICE_DISABLED,
    API_USER_MISSING,
)  # fmt: skip

SENT: Final = "sent"
SIGNUP_SENT: Final = "signup_sent"
OVER_LIMIT: Final = "over_limit"

#: Mails to one address in one hour (LG-15): an abuse guard, not an eighth case.
MAILS_PER_HOUR: Final = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of the organization when the mail is made."""

    is_active: bool
    has_feature: bool
    is_switched_on: bool
    has_api_user: bool
    may_create_account: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` is `sent`, `signup_sent` or the reason for no mail; `recipient` is who may log in, with `sent`.

    With `chooses` the mail proves the mailbox only, and the account is picked afterwards (XB-07).
    """

    outcome: str
    recipient: UUID | None = None
    chooses: bool = False

    @property
    def mails(self) -> bool:
        """Whether a mail goes out."""
        return self.outcome in (SENT, SIGNUP_SENT)


def able(*, person: KnownRecipient, today: date | None) -> bool:
    """Whether this recipient may log in on the day: it has access, and has not ended (XB-32)."""
    ended = today is not None and person.ends_on is not None and person.ends_on <= today
    return person.has_self_service_access and not ended


def decide(
    *, standing: Standing, found: Sequence[KnownRecipient], today: date | None = None, chooser: bool = False
) -> Verdict:
    """Decide for the recipients that hold one address, in the order 4, 5, 6, 7, 3, 2, 1 of LG-02.

    Case 3 counts recipients and not accounts, barred ones too (LG-03); where the company has turned the `chooser` on
    (XB-07), an address on several that has one able recipient at least gets its mail. An unknown address gets a
    sign-up link when "Opret konto" is on (LG-11). Without `today` nobody has ended.
    """
    if not standing.is_active:
        return Verdict(ORGANIZATION_INACTIVE)
    if not standing.has_feature:
        return Verdict(FEATURE_MISSING)
    if not standing.is_switched_on:
        return Verdict(SELF_SERVICE_DISABLED)
    if not standing.has_api_user:
        return Verdict(API_USER_MISSING)
    if len(found) > 1 and not chooser:
        return Verdict(DUPLICATE_EMAIL)
    if not found:
        return Verdict(SIGNUP_SENT if standing.may_create_account else UNKNOWN_EMAIL)
    if not any(able(person=person, today=today) for person in found):
        return Verdict(RECIPIENT_BARRED)
    return Verdict(SENT, chooses=True) if len(found) > 1 else Verdict(SENT, found[0].id)
