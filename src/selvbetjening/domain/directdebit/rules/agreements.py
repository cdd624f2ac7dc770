"""What is agreed about a PBS number, and whether it can be (betalingsservice.md 1, 2)."""

from dataclasses import dataclass
from typing import Final, Literal

from betalingsservice import identifiers

FIELDS: Final = {"pbs_number": 8, "debtor_group": 5, "data_supplier": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of an agreement, named as the columns of `CreditorAgreement`; numbers as digits with leading zeros."""

    pbs_number: str
    data_supplier: str
    debtor_group: str = "00001"
    name: str = ""
    role: Literal["operator", "external"] = "operator"
    is_test: bool = False
    product: Literal["total", "basis"] = "total"
    on_closed_day: Literal["following", "preceding"] = "following"
    settlement_branch: str = ""
    settlement_account: str = ""
    bank_name: str = ""
    several_a_day: bool = False
    on_repeat: Literal["refuse", "replace"] = "refuse"
    on_late: Literal["refuse", "next_month"] = "refuse"
    accept_partly: bool = False
    payments: Literal["running", "collected"] = "running"
    mandates: Literal["changes", "both"] = "changes"
    full_list_day: int = 15
    information: bool = True
    in_portal: bool = False


class TermsRefused(ValueError):
    """The terms cannot be agreed; `field` says which one, `reason` why: `digits`, `locked`, `taken` or `day`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


#: What a PBS number is locked to for good (2): another one is another agreement.
LOCKED: Final = ("pbs_number", "debtor_group", "role", "is_test")


#: Where the money goes: the first file under another one may want a second person (BM-04).
ACCOUNT: Final = frozenset({"settlement_branch", "settlement_account"})


def checked(*, terms: Terms) -> Terms:
    """The terms themselves. Raises `TermsRefused`; the check digit of a PBS number refuses nothing (U1)."""
    for field, length in FIELDS.items():
        value = getattr(terms, field)
        if len(value) != length or not value.isascii() or not value.isdigit():
            raise TermsRefused(field, "digits")
    for field, most in (("settlement_branch", 4), ("settlement_account", 10)):
        value = getattr(terms, field)
        if len(value) > most or (value and not (value.isascii() and value.isdigit())):
            raise TermsRefused(field, "digits")
    if not 1 <= terms.full_list_day <= 28:
        raise TermsRefused("full_list_day", "day")
    return terms


def looks_wrong(*, pbs_number: str) -> bool:
    """Whether the number fails the probable check (U1): somebody should look at it again, and may go on."""
    return identifiers.pbs_number(pbs_number) is not identifiers.Verdict.GOOD
