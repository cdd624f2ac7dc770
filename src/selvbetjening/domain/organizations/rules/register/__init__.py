"""The settings register (danish-law.md section 13): what a company may decide, by subject. Pure.

A legal floor is not a setting: the rules hold it, whatever stands here. Read a value by `Organization.choice(code)`.
"""

from typing import Any, Final

from selvbetjening.domain.organizations.rules.register import (
    approval,
    business,
    cards,
    consumers,
    files,
    late_payment,
    ledger,
    mails,
    papers,
    people,
    privacy,
    subscribing,
)
from selvbetjening.domain.organizations.rules.register.setting import Setting, accepted, in_force

SUBJECTS: Final[dict[str, tuple[Setting, ...]]] = {
    "subscribing": subscribing.SETTINGS,
    "papers": papers.SETTINGS,
    "cards": cards.SETTINGS,
    "ledger": ledger.SETTINGS,
    "late_payment": late_payment.SETTINGS,
    "consumers": consumers.SETTINGS,
    "people": people.SETTINGS,
    "business": business.SETTINGS,
    "files": files.SETTINGS,
    "approval": files.APPROVAL,
    "privacy": privacy.SETTINGS,
    "mails": mails.SETTINGS,
}
REGISTER: Final[dict[str, Setting]] = {each.code: each for subject in SUBJECTS.values() for each in subject}

__all__ = ["REGISTER", "SUBJECTS", "Setting", "accepted", "approval", "choice_of", "in_force"]


def choice_of(*, choices: dict[str, Any], code: str) -> Any:
    """What a company has chosen, or the default. Raises KeyError for a code that is not in the register."""
    setting = REGISTER[code]
    return choices.get(code, setting.default)
