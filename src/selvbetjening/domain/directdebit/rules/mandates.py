"""What a line of 0605 does to the mandates that stand, and the dates that are told (betalingsservice.md 8, 9.1, 13).

Refusals carry the codes of the creditor API (13), the field's best words for why an enrolment fails; where 0621 has a
text number for it, that is told too.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from betalingsservice.calendar import Calendar
from betalingsservice.deadlines import REVOCATION_BANKING_DAYS, revoked_for_payments_from
from betalingsservice.identifiers import (
    NO_MANDATE,
    UNKNOWN_MANDATE,
    Verdict,
    account_number,
    branch_number,
    cpr_or_cvr,
    cvr_number,
)
from betalingsservice.layouts.delivery_0605 import Cancellation, NumberChange, OldCancellation, Registration
from selvbetjening.domain.directdebit.rules.information import WRONG_ACCOUNT, WRONG_IDENTITY

EXISTS: Final = "MANDATE_ALREADY_EXISTS"
ACCOUNT: Final = "DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT"
IDENTITY: Final = "DEBTOR_IDENTITY_IS_NOT_CORRECT"
CUSTOMER: Final = "CREDITORS_DEBTOR_REFERENCE_IS_NOT_CORRECT"
CREDITOR: Final = "CREDITOR_DATA_IS_NOT_CORRECT"
TOLD: Final = {ACCOUNT: WRONG_ACCOUNT, IDENTITY: WRONG_IDENTITY}

#: How a payer has agreed: on paper or in a mail, on the phone, on a page of the company's, or on ours.
Consent = Literal["written", "phone", "digital", "portal"]
#: The first number that is given out under an agreement; what comes before is never one of ours.
FIRST_NUMBER: Final = 100_000_001


class Act(StrEnum):
    """What a line does."""

    REGISTER = "register"
    RENUMBER = "renumber"
    END = "end"
    NOTHING = "nothing"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a line does; `code` is why it is refused."""

    act: Act
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The live mandate of a customer: its number, and whether this very line has made it before."""

    mandate_number: str
    is_of_this_line: bool = False


def decided(
    *,
    line: Registration | NumberChange | Cancellation | OldCancellation,
    live: Live | None,
    new: Live | None = None,
    was_ended: bool = False,
) -> Decision:
    """What a line does where its customer has the mandate `live`, and of a 0272 the other number has `new`."""
    if isinstance(line, Registration):
        identity = line.identity.rjust(10, "0")
        return registration(live=live, identity=identity, branch=line.branch, account=line.account)
    if isinstance(line, NumberChange):
        return renumbering(live=live, new=new, mandate_number=line.mandate)
    return cancellation(live=live, was_ended=was_ended, mandate_number=line.mandate)


def registration(*, live: Live | None, identity: str, branch: str, account: str) -> Decision:
    """0200: a new mandate, unless the customer has one. Only what cannot be is refused; numbers in doubt pass (2)."""
    if live is not None:
        return Decision(Act.NOTHING) if live.is_of_this_line else Decision(Act.REFUSE, EXISTS)
    if cpr_or_cvr(identity) is Verdict.WRONG or not identity.strip("0"):
        return Decision(Act.REFUSE, IDENTITY)
    if not branch.strip("0") or not account.strip("0"):
        return Decision(Act.REFUSE, ACCOUNT)
    return Decision(Act.REGISTER)


def digits(*, text: str) -> str:
    """A number as it is typed, without the blanks, hyphens and full stops that people put into it."""
    return text.translate({ord(sign): None for sign in " -.\N{NO-BREAK SPACE}"})


def wrong_details(
    *, identity: str | None = None, branch: str | None = None, account: str | None = None
) -> tuple[str, ...]:
    """Which of a payer's numbers, as typed, cannot be: `identity`, `branch`, `account`. Doubtful ones pass (2), and of
    what is None nothing is said."""
    who, where, which = (digits(text=each or "") for each in (identity, branch, account))
    verdict = cvr_number(who) if len(who) == 8 else cpr_or_cvr(who)
    found = {
        "identity": identity is not None and (verdict is Verdict.WRONG or not who.strip("0")),
        "branch": branch is not None and (branch_number(where) is Verdict.WRONG or not where.strip("0")),
        "account": account is not None and (account_number(which) is Verdict.WRONG or not which.strip("0")),
    }
    return tuple(name for name, is_wrong in found.items() if is_wrong)


def renumbering(*, live: Live | None, new: Live | None, mandate_number: str) -> Decision:
    """0272: the mandate gets another customer number, unless that one has a mandate; done before is done."""
    if live is None:
        done = new is not None and _is_meant(new, mandate_number)
        return Decision(Act.NOTHING) if done else Decision(Act.REFUSE, CUSTOMER)
    if not _is_meant(live, mandate_number):
        return Decision(Act.REFUSE, CUSTOMER)
    return Decision(Act.RENUMBER) if new is None else Decision(Act.REFUSE, EXISTS)


def cancellation(*, live: Live | None, was_ended: bool, mandate_number: str) -> Decision:
    """0257: the mandate ends; ended before is done."""
    if live is not None and _is_meant(live, mandate_number):
        return Decision(Act.END)
    return Decision(Act.NOTHING) if was_ended else Decision(Act.REFUSE, CUSTOMER)


def number(*, serial: int) -> str:
    """The nine digits of the mandate that is the `serial`th of an agreement, from 1."""
    return f"{FIRST_NUMBER + serial - 1:09}"


def raw(*, day: date | None) -> str:
    """A day as it is told: ddmmyy, zeros for none."""
    return "000000" if day is None else day.strftime("%d%m%y")


def end_told(*, today: date, calendar: Calendar) -> date:
    """The end date of 0232 to 0234: the next banking day after the delivery (8.2)."""
    return calendar.add(today, banking_days=1)


def stops_on(*, today: date, calendar: Calendar, banking_days: int = REVOCATION_BANKING_DAYS) -> date:
    """The first payment day that is no longer made (15); three banking days unless set otherwise (U24)."""
    return revoked_for_payments_from(today, calendar=calendar, banking_days=banking_days)


def _is_meant(live: Live, mandate_number: str) -> bool:
    return mandate_number in {NO_MANDATE, UNKNOWN_MANDATE, live.mandate_number}
