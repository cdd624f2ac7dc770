"""Numbers that say who a customer is: worth a warning when they look wrong (XB-27), a stop only where no e-invoice
would arrive (PTY-3). Pure."""

import re
from typing import Final, Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.numbers import cvr_is_valid, ean_is_valid, normalise_cvr
from selvbetjening.kernel.wording import gettext_noop

PartyCode = Literal["consumer", "business", "public"]

_VAT: Final = re.compile("[A-Z]{2}[0-9A-Z+*]{2,18}")


@law(
    "PTY-1",
    source="forbrugeraftaleloven § 2",
    setting="unknown_party_as",
    uncertain=gettext_noop("a CVR number alone is no proof of acting in trade"),
)
def party_of(*, told: str, unknown_as: str) -> PartyCode:
    """A customer who does not say what they are counts as the company's setting says, by default as a consumer.

    `told` is `consumer`, `business`, `public` or empty; anything else raises ValueError.
    """
    party = told or unknown_as
    if party == "consumer":
        return "consumer"
    if party == "business":
        return "business"
    if party == "public":
        return "public"
    raise ValueError(f"{party} is no kind of customer")


@law("PTY-2", source="lov om Det Centrale Virksomhedsregister; CPR-vejledningen")
def doubtful_cvr(*, cvr: str) -> str:
    """A CVR number has eight digits and a check digit of modulus 11; what does not fit is warned of, never refused.

    The code of the warning, `cvr_form` or `cvr_check_digit`; empty for no doubt and for no number.
    """
    if not cvr:
        return ""
    if not re.fullmatch("[0-9]{8}", cvr):
        return "cvr_form"
    return "" if cvr_is_valid(cvr) else "cvr_check_digit"


@law("PTY-3", source="bekendtgørelse om elektronisk fakturering til det offentlige", party="public")
def doubtful_ean(*, ean: str) -> str:
    """An EAN number has thirteen digits and a GS1 check digit; a public body's that does not fit is refused.

    No e-invoice would arrive there. Anybody else's is warned of.

    The code of the warning, `ean_form` or `ean_check_digit`; empty for no doubt and for no number.
    """
    if not ean:
        return ""
    if not re.fullmatch("[0-9]{13}", ean):
        return "ean_form"
    return "" if ean_is_valid(ean) else "ean_check_digit"


def doubtful_vat_number(*, vat_number: str) -> str:
    """XB-27: `vat_number_form` where it is not two letters and two to eighteen signs; empty for no doubt."""
    return "vat_number_form" if vat_number and not _VAT.fullmatch(vat_number) else ""


def e_address_fault(*, is_invoiced: bool, scheme: str, ean: str, cvr: str) -> str:
    """Why e-invoices would not arrive, or why the number that is given cannot be one: `ean_missing`, `ean_wrong`,
    `cvr_form`; empty where nothing is wrong. `is_invoiced` electronically, an account has an address (PTY-3).
    """
    if not ean and not is_invoiced:
        return ""
    if not ean and (scheme == "GLN" or not cvr):
        return "ean_missing"
    if e_address_holds(scheme=scheme, ean=ean, cvr=cvr):
        return ""
    return "ean_wrong" if scheme == "GLN" else "cvr_form"


def e_address_holds(*, scheme: str, ean: str, cvr: str) -> bool:
    """Whether e-invoices have an address by this scheme: a GLN is thirteen digits with their check digit in `ean`;
    CVR and SE are eight digits in `ean`, with or without DK, or else the CVR number."""
    if scheme == "GLN":
        return ean_is_valid("".join(ean.split()))
    return re.fullmatch("[0-9]{8}", normalise_cvr(ean or cvr)) is not None
