"""The built-in clearing: what becomes of a collection by documented, seeded rules, so that the cycle runs offline.

Each collection draws a number below 10,000 from SHA-256 of `pbs|group|customer|due date|øre`; the same collection draws
the same number for ever. The first row of its table whose limit lies above the number decides:

| Automatic, below | What happens |
|---|---|
| 100 (1 %) | the debtor refuses before the debit: refused (0237) |
| 250 (1.5 %) | no funds on the day: refused above the limit, below it the bank pays (U23) |
| 400 (1.5 %) | paid; the debtor refuses in the refusal period: charged back (0239). Over already: refused (0237) |
| 430 (0.3 %) | paid; the bank takes it back within two banking days, above the limit only (U23) |
| 10,000 | paid |

| Slip, below | What happens |
|---|---|
| 800 (8 %) | not paid on its day |
| 10,000 | paid |

Disbursements are paid. The limit (1,000 kr.) is a setting of the adapter; no accounting rule depends on it.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final

from betalingsservice.calendar import Calendar
from selvbetjening.domain.directdebit.ports import Answer, Asked, Verdict
from selvbetjening.domain.directdebit.rules.dates import BANK_REVERSAL_DAYS

REFUSED_BELOW: Final = 100
NO_FUNDS_BELOW: Final = 250
CHARGED_BACK_BELOW: Final = 400
REVERSED_BELOW: Final = 430
UNPAID_SLIP_BELOW: Final = 800
LACK_OF_FUNDS_ABOVE: Final = 100_000  # øre (15, U23)


def draw(*, asked: Asked) -> int:
    """The collection's number below 10,000."""
    return _seed(asked) % 10_000


def decide(*, asked: Asked, today: date, limit_minor: int, calendar: Calendar) -> Answer | None:
    """What is known today about a collection whose payment day has come, or that was paid. None: nothing yet."""
    if today < asked.pays_on:
        return None
    back_on = _taken_back_on(asked, limit_minor, calendar)
    if asked.is_paid:
        known = back_on is not None and back_on <= today
        return Answer(id=asked.id, verdict=Verdict.CHARGED_BACK, on=back_on) if known and back_on else None
    return Answer(id=asked.id, verdict=_on_the_day(asked, limit_minor, back_on), on=asked.pays_on)


def _on_the_day(asked: Asked, limit_minor: int, back_on: date | None) -> Verdict:
    number = draw(asked=asked)
    if asked.sign == 2:
        return Verdict.PAID
    if asked.is_slip:
        return Verdict.UNPAID if number < UNPAID_SLIP_BELOW else Verdict.PAID
    if number < REFUSED_BELOW:
        return Verdict.REFUSED
    if number < NO_FUNDS_BELOW:
        return Verdict.REFUSED if asked.amount_minor > limit_minor else Verdict.PAID
    if number < CHARGED_BACK_BELOW and back_on is None:
        return Verdict.REFUSED
    return Verdict.PAID


def _taken_back_on(asked: Asked, limit_minor: int, calendar: Calendar) -> date | None:
    """The banking day on which it is taken back, drawn among those left; None where it is not, or it is too late."""
    number = draw(asked=asked)
    if asked.is_slip or asked.sign == 2 or not NO_FUNDS_BELOW <= number < REVERSED_BELOW:
        return None
    if number < CHARGED_BACK_BELOW:
        days = calendar.between(asked.pays_on, asked.refusal_on) - 1
    else:
        days = BANK_REVERSAL_DAYS if asked.amount_minor > limit_minor else 0
    if days < 1:
        return None
    return calendar.add(asked.pays_on, banking_days=1 + _seed(asked) // 10_000 % days)


def _seed(asked: Asked) -> int:
    return seed(
        parts=(asked.pbs_number, asked.debtor_group, asked.match_key, asked.due_on.isoformat(), str(asked.amount_minor))
    )


def seed(*, parts: Iterable[str]) -> int:
    """Of PBS number, group, customer without leading zeros, due day and øre: what the number is drawn from."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:8])
