"""What an invitation may say, how often, and for how long (BP-15 to BP-18, annex K). Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.access.rules.ends import checked_end, external_end, in_months
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, USER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.links import LINK
from selvbetjening.kernel.numbers import normalise_cvr

LONGEST_NAME: Final = 120
LONGEST_MESSAGE: Final = 500
LONGEST_REASON: Final = 200
#: Rows that may be sent in one go (BP-15).
MOST_AT_ONCE: Final = 25
#: Annex K.
BETWEEN: Final = timedelta(minutes=2)
PER_ADDRESS_A_DAY: Final = 5
PER_COMPANY_A_DAY: Final = 50
HOURS: Final = (24, 336)
#: A person whose name does not fit waits so long for a manager, and a second manager may approve so long (B.1, BP-29).
WAITS: Final = timedelta(days=7)
#: An expired invitation stays on the list so long (BP-18).
SHOWN: Final = timedelta(days=30)
_PHONE: Final = re.compile(r"\+?[0-9 ()./-]{5,29}")
_CVR: Final = re.compile("[0-9]{8}")


@dataclass(frozen=True, kw_only=True)
class WantedGrant:
    """Access to one solution as somebody wants it. No `actions`: all of them. No `pbs_numbers`: all."""

    solution: str
    actions: tuple[str, ...] = ()
    pbs_numbers: tuple[str, ...] = ()
    ends_on: date | None = None
    is_permanent: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitationDetails:
    """An invitation as a form gives it. With `is_external` come the partner's CVR, its name, and why."""

    given_name: str
    surname: str
    email: str
    phone: str = ""
    role: str = USER
    grants: tuple[WantedGrant, ...] = ()
    hours: int | None = None
    message: str = ""
    language: str = "da"
    is_external: bool = False
    partner_cvr: str = ""
    partner_name: str = ""
    reason: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Company:
    """What the company's own rows say that an invitation is held against. `pending` are agreements not begun yet."""

    cvr: str
    solutions: Collection[str]
    pending: Collection[str] = field(default_factory=frozenset)
    invitation_hours: int = 72
    grant_months: int = 12
    external_months: int = 12
    external_managers: bool = False


def invitation_path(*, organization: OrganizationId, token: str) -> str:
    """The address in the mail; the business door's `invitation_link` is this path (BP-17)."""
    return f"/invitation/{organization}/{token}/"


def text_of(*, text: str, longest: int, field: str, required: bool = False) -> str:
    """One line, trimmed. Raises `Refused`: `required`, `too_long`, `characters`."""
    found = " ".join(text.split())
    if required and not found:
        raise Refused("required", field=field)
    if len(found) > longest:
        raise Refused("too_long", field=field)
    if not found.isprintable():
        raise Refused("characters", field=field)
    return found


def email_of(*, text: str) -> str:
    """The address in its one form (LG-01). Raises `Refused("email")`."""
    try:
        return normalise_email(text)
    except InvalidEmail:
        raise Refused("email", field="email") from None


def checked_grant(*, wanted: WantedGrant, company: Company, today: date, end_field: str = "ends_on") -> WantedGrant:
    """The grant as it is kept: known actions in their order, and an end unless it is permanent for a reason (BM-05).

    Raises `Refused`: `ACC-02` for what the company has not (BP-15), `unknown`, `reason`, `past`, `too_late`.
    """
    known = ACTIONS.get(wanted.solution, ())
    if not known or (wanted.solution not in company.solutions and wanted.solution not in company.pending):
        raise Refused("ACC-02", field="solution", solution=wanted.solution)
    if not set(wanted.actions) <= set(known):
        raise Refused("unknown", field="actions")
    if any(not number.isdigit() or len(number) != 8 for number in wanted.pbs_numbers):
        raise Refused("unknown", field="pbs_numbers")
    reason = text_of(text=wanted.reason, longest=LONGEST_REASON, field="reason")
    if wanted.is_permanent and not reason:
        raise Refused("reason", field="reason")
    ends_on = None if wanted.is_permanent else wanted.ends_on or in_months(day=today, months=company.grant_months)
    checked_end(ends_on=ends_on, today=today, latest=in_months(day=today, months=24), field=end_field)
    actions = tuple(action for action in known if action in wanted.actions) or known
    numbers = tuple(sorted(set(wanted.pbs_numbers)))
    return replace(wanted, actions=actions, pbs_numbers=numbers, ends_on=ends_on, reason=reason)


def checked(*, details: InvitationDetails, company: Company, today: date) -> InvitationDetails:
    """The invitation as it is kept. Raises `Refused` with the field; see `checked_grant`, `text_of` and below.

    `own_company`: a partner with the company's own number is a colleague (BP-16). `cvr_form`: eight digits.
    `external_manager`: the company lets no partner manage. `range`: the link's life is 24 hours to 14 days.
    """
    hours = details.hours or company.invitation_hours
    if not HOURS[0] <= hours <= HOURS[1]:
        raise Refused("range", field="hours")
    if details.role not in (USER, ACCESS_MANAGER):
        raise Refused("unknown", field="role")
    if details.language not in ("da", "en"):
        raise Refused("unknown", field="language")
    phone = details.phone.strip()
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("phone", field="phone")
    if details.role == ACCESS_MANAGER and details.grants:
        raise Refused("USER-04", field="role")  # a manager reaches everything: grants beside it would say otherwise
    solutions = [wanted.solution for wanted in details.grants]
    if len(set(solutions)) != len(solutions) or any(wanted.is_permanent for wanted in details.grants):
        raise Refused("unknown", field="grants")
    plain = replace(
        details,
        given_name=text_of(text=details.given_name, longest=LONGEST_NAME, field="given_name", required=True),
        surname=text_of(text=details.surname, longest=LONGEST_NAME, field="surname", required=True),
        email=email_of(text=details.email),
        phone=phone,
        hours=hours,
        message=without_links(text=details.message),
        grants=tuple(
            # Beside it stands the end of the user: the field must say which of the two is wrong.
            checked_grant(wanted=wanted, company=company, today=today, end_field="access_ends_on")
            for wanted in details.grants
        ),
    )
    return _partner(plain, company, today) if details.is_external else _colleague(plain, company, today)


def _colleague(details: InvitationDetails, company: Company, today: date) -> InvitationDetails:
    if not _CVR.fullmatch(company.cvr):
        raise Refused("required", field="company_cvr")
    checked_end(ends_on=details.ends_on, today=today)
    return replace(details, partner_cvr="", partner_name="", reason="")


def _partner(details: InvitationDetails, company: Company, today: date) -> InvitationDetails:
    cvr = normalise_cvr(details.partner_cvr)
    if not _CVR.fullmatch(cvr):
        raise Refused("cvr_form", field="partner_cvr")
    if cvr == company.cvr:
        raise Refused("own_company", field="partner_cvr")
    if details.role == ACCESS_MANAGER and not company.external_managers:
        raise Refused("external_manager", field="role")
    return replace(
        details,
        partner_cvr=cvr,
        partner_name=text_of(text=details.partner_name, longest=LONGEST_NAME, field="partner_name"),
        reason=text_of(text=details.reason, longest=LONGEST_REASON, field="reason", required=True),
        ends_on=external_end(ends_on=details.ends_on, today=today, months=company.external_months),
    )


def without_links(*, text: str) -> str:
    """A personal message: plain text on lines of its own, links removed (BP-15, SEC-62). Raises `Refused`."""
    lines = ("".join(each for each in line if each.isprintable()) for line in text.splitlines())
    found = "\n".join(" ".join(LINK.sub("", line).split()) for line in lines).strip()
    if len(found) > LONGEST_MESSAGE:
        raise Refused("too_long", field="message")
    return found


def again_at(
    *, sent_at: datetime | None, to_address: Sequence[datetime], of_company: Sequence[datetime], at: datetime
) -> datetime | None:
    """From when one more invitation may be sent; None: now (annex K). The instants are those of the last 24 hours."""
    day, waits = timedelta(days=1), []
    if sent_at is not None and at < sent_at + BETWEEN:
        waits.append(sent_at + BETWEEN)
    for sent, most in ((to_address, PER_ADDRESS_A_DAY), (of_company, PER_COMPANY_A_DAY)):
        recent = sorted(each for each in sent if each > at - day)
        if len(recent) >= most:
            waits.append(recent[-most] + day)
    return max(waits, default=None)


@dataclass(frozen=True)
class Sent:
    """What became of one row of several (BP-15): an id, or the refusal's code and field."""

    invitation: UUID | None
    code: str = ""
    field: str = ""


def as_data(*, wanted: WantedGrant) -> dict[str, Any]:
    """A wanted grant as the task keeps it."""
    return {
        "solution": wanted.solution,
        "actions": list(wanted.actions),
        "pbs_numbers": list(wanted.pbs_numbers),
        "ends_on": wanted.ends_on.isoformat() if wanted.ends_on else None,
    }


def as_wanted(*, data: dict[str, Any]) -> WantedGrant:
    """The other way round."""
    ends_on = data.get("ends_on")
    return WantedGrant(
        solution=data["solution"],
        actions=tuple(data.get("actions", ())),
        pbs_numbers=tuple(data.get("pbs_numbers", ())),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
    )
