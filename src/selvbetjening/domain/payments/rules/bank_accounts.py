"""A Danish bank account as somebody types it. Pure."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from selvbetjening.domain.payments.rules.incoming import Refused
from selvbetjening.kernel.ids import OrganizationId

REGISTRATION_DIGITS: Final = 4
ACCOUNT_DIGITS: Final = 10
_LEAST_DIGITS: Final = 5  # banks print short numbers without the zeros that stand before them


@dataclass(frozen=True, slots=True)
class BankAccount:
    """`registration` has four digits, `number` ten, with zeros before a shorter one."""

    registration: str
    number: str

    def __str__(self) -> str:
        return f"{self.registration} {self.number}"


def bank_account(*, registration: str, number: str) -> BankAccount:
    """The account behind what was typed, blanks, dots and hyphens aside.

    Raises `Refused` (`registration` for other than four digits, `account_number` for other than five to ten).
    """
    branch, digits = _digits(registration), _digits(number)
    if len(branch) != REGISTRATION_DIGITS or not branch.strip("0"):
        raise Refused("registration")
    if not _LEAST_DIGITS <= len(digits) <= ACCOUNT_DIGITS or not digits.strip("0"):
        raise Refused("account_number")
    return BankAccount(branch, digits.zfill(ACCOUNT_DIGITS))


def sealed_as(*, organization: OrganizationId, refund: UUID) -> str:
    """The one place where a sealed account belongs: company, table, column and row (SEC-125)."""
    return f"payments.RefundTask.sealed_account:{organization}:{refund}"


def _digits(typed: str) -> str:
    """The digits, or nothing where anything else but the usual separators stands between them."""
    bare = typed.translate({ord(sign): None for sign in " .-\u00a0"})
    return bare if bare.isascii() and bare.isdigit() else ""
