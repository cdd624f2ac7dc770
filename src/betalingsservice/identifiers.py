"""The numbers of Betalingsservice: how they are written, what can be checked about them, how they are compared.

Source: betalingsservice.md section 2. A verdict is `DOUBTFUL` where the reference says warn, never block (U1), or
where numbers that fail the check are known to be in use; only what cannot be is `WRONG`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from betalingsservice.fik import creditor_number_is_valid, is_digits
from betalingsservice.words import Words

CUSTOMER_NUMBER_LENGTH = 15
NO_MANDATE = "000000000"
UNKNOWN_MANDATE = "999999999"  # the old value for "not stated"
DEFAULT_DEBTOR_GROUP = "00001"
TEST_SUBSYSTEM, PRODUCTION_SUBSYSTEM = "KR9", "BS1"
UNIQUE_REFERENCE = 9  # so many characters of the creditor's reference come back with a slip payment
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_CUSTOMER_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789")


class Verdict(StrEnum):
    """What a check says of a number."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


def cvr_number(text: str) -> Verdict:
    """A company number: 8 digits, modulus 11 with weights 2,7,6,5,4,3,2,1. `99999993` is good."""
    return _either(_exact(text, 8) and _weighted(text, _CVR_WEIGHTS) % 11 == 0)


def cvr_check_digit(first_seven: str) -> str | None:
    """The eighth digit of a company number; None for the remainder that is never issued. Raises ValueError."""
    if not _exact(first_seven, 7):
        raise ValueError("seven digits are expected")
    check = -_weighted(first_seven, _CVR_WEIGHTS[:7]) % 11
    return None if check == 10 else str(check)


def pbs_number(text: str) -> Verdict:
    """A creditor number: 8 digits with leading zeros; a failing modulus 11 is doubtful only (U1)."""
    return _doubted(_exact(text, 8), lambda: _weighted(text, _CVR_WEIGHTS) % 11 == 0)


def debtor_group(text: str) -> Verdict:
    """A debtor group: 5 digits with leading zeros."""
    return _either(_exact(text, 5))


def data_supplier(text: str) -> Verdict:
    """A data supplier's number: its CVR or SE number, 8 digits; a failing check is doubtful only."""
    return _doubted(_exact(text, 8), lambda: cvr_number(text) is Verdict.GOOD)


def customer_number(text: str) -> Verdict:
    """A customer number as a person writes it: 1 to 15 of A-Z, Æ, Ø, Å and digits; no blanks and no `&`.

    All zeros is wrong: nothing is left to compare. Small letters are wrong in a file; see `fold_customer_number`.
    """
    return _either(0 < len(text) <= CUSTOMER_NUMBER_LENGTH and set(text) <= _CUSTOMER_ALPHABET and text.strip("0") > "")


def mandate_number(text: str) -> Verdict:
    """A mandate number: 9 digits, assigned by BS, without any check; none (`000000000`) is good."""
    return _either(_exact(text, 9))


def production_unit(text: str) -> Verdict:
    """A P-nummer: 10 digits, no reliable check digit."""
    return _either(_exact(text, 10))


def civil_registration_number(text: str) -> Verdict:
    """A CPR number: 10 digits from a day and month; since October 2007 a failing modulus 11 is doubtful only."""
    return _doubted(_exact(text, 10) and _is_birthday(text), lambda: _weighted(text, _CPR_WEIGHTS) % 11 == 0)


def cpr_or_cvr(text: str) -> Verdict:
    """The ten-digit field of 0601 and 0605: zeros for none, a CVR number behind two zeros, or a CPR number."""
    if not _exact(text, 10):
        return Verdict.WRONG
    if text == "0" * 10 or (cvr_number(text[2:]) is Verdict.GOOD and text[:2] == "00"):
        return Verdict.GOOD
    return Verdict.DOUBTFUL if text[:2] == "00" else civil_registration_number(text)


def branch_number(text: str) -> Verdict:
    """A registreringsnummer: 4 digits, no check digit."""
    return _either(_exact(text, 4))


def account_number(text: str) -> Verdict:
    """A kontonummer: up to 10 digits, no universal check digit."""
    return _either(is_digits(text) and len(text) <= 10)


def danish_iban(text: str) -> Verdict:
    """A Danish IBAN, blanks between groups allowed: 18 characters, modulus 97."""
    packed = "".join(text.split())
    if not (len(packed) == 18 and packed[:2] == "DK" and is_digits(packed[2:])):
        return Verdict.WRONG
    return _either(int(f"{packed[4:]}1320{packed[2:4]}") % 97 == 1)  # D is 13, K is 20


def location_number(text: str) -> Verdict:
    """An EAN/GLN number: 13 digits, GS1 modulus 10 with weights 1, 3 from the left."""
    return _either(_exact(text, 13) and _weighted(text, (1, 3) * 6 + (1,)) % 10 == 0)


def fi_creditor(text: str) -> Verdict:
    """An FI-kreditornummer: 8 digits, the first is 8, no check digit."""
    return _either(creditor_number_is_valid(text))


def fold_customer_number(text: str) -> str:
    """A customer number as it is sent: blanks around it gone, upper case."""
    return text.strip().upper()


def match_key(text: str) -> str:
    """What customer numbers are compared by: without blanks around, upper case, without leading zeros.

    `TEST001`, `00000000TEST001` and `test001 ` give the same key, so two customers may never differ in leading zeros
    only. All zeros give ''.
    """
    return fold_customer_number(text).lstrip("0")


def returned_customer_number(text: str) -> str:
    """A customer number as BS returns it: right-aligned, filled with zeros to 15 characters. Raises ValueError."""
    folded = fold_customer_number(text)
    if len(folded) > CUSTOMER_NUMBER_LENGTH:
        raise ValueError(f"a customer number has at most {CUSTOMER_NUMBER_LENGTH} characters")
    return folded.rjust(CUSTOMER_NUMBER_LENGTH, "0")


def mandate_or_none(text: str) -> str | None:
    """The mandate number, or None where it is not stated: nine zeros, blanks, or the old 999999999."""
    return None if text.strip() in {"", NO_MANDATE, UNKNOWN_MANDATE} else text


def returned_reference(reference: str) -> str:
    """The part of a creditor's reference that comes back with a slip payment: its first nine characters."""
    return reference[:UNIQUE_REFERENCE].rstrip()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A kind of number as data: what it is called, how it is written, and the check."""

    name: Words
    format: Words
    check: Callable[[str], Verdict]


def _digits(count: int, da: str = "", en: str = "") -> Words:
    return Words(f"{count} cifre{da}", f"{count} digits{en}")


IDENTIFIERS: dict[str, Identifier] = {
    "pbs_number": Identifier(Words("PBS-nummer", "PBS number"), _digits(8), pbs_number),
    "debtor_group": Identifier(Words("debitorgruppenummer", "debtor group"), _digits(5), debtor_group),
    "customer_number": Identifier(
        Words("kundenummer", "customer number"),
        Words("op til 15 store bogstaver og cifre", "up to 15 capital letters and digits"),
        customer_number,
    ),
    "mandate_number": Identifier(Words("aftalenummer", "mandate number"), _digits(9), mandate_number),
    "data_supplier": Identifier(Words("dataleverandørnummer", "data supplier number"), _digits(8), data_supplier),
    "cvr": Identifier(Words("CVR-nummer", "CVR number"), _digits(8), cvr_number),
    "production_unit": Identifier(Words("P-nummer", "P number"), _digits(10), production_unit),
    "cpr": Identifier(Words("CPR-nummer", "CPR number"), _digits(10), civil_registration_number),
    "branch": Identifier(Words("registreringsnummer", "branch number"), _digits(4), branch_number),
    "account": Identifier(
        Words("kontonummer", "account number"), Words("op til 10 cifre", "up to 10 digits"), account_number
    ),
    "iban": Identifier(Words("IBAN", "IBAN"), Words("DK og 16 cifre", "DK and 16 digits"), danish_iban),
    "location_number": Identifier(Words("EAN-nummer", "EAN number"), _digits(13), location_number),
    "fi_creditor": Identifier(
        Words("FI-kreditornummer", "FI creditor number"),
        _digits(8, ", det første er 8", ", the first is 8"),
        fi_creditor,
    ),
}


def _exact(text: str, length: int) -> bool:
    return len(text) == length and is_digits(text)


def _either(good: bool) -> Verdict:
    return Verdict.GOOD if good else Verdict.WRONG


def _doubted(well_formed: bool, check: Callable[[], bool]) -> Verdict:
    if not well_formed:
        return Verdict.WRONG
    return Verdict.GOOD if check() else Verdict.DOUBTFUL


def _is_birthday(text: str) -> bool:
    # The century is in the seventh digit; 2000 is a leap year, so that every day that can be one is taken.
    try:
        date(2000, int(text[2:4]), int(text[:2]))
    except ValueError:
        return False
    return True


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
