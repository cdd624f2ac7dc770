"""Who is who for machines: countries, electronic addresses and registration numbers of the parties."""

import re
from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import Buyer, Seller
from selvbetjening.kernel.numbers import ean_is_valid, normalise_cvr

GLN: Final = "0088"
CVR: Final = "0184"
SE: Final = "0198"
_SWEDISH: Final = "0007"

_BY_VAT: Final = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "ES": "9920",
    "FI": "0213", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "0211",
    "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946",
    "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Peppol's schemes for VAT numbers, by country."""


class NoAddress(ValueError):
    """The buyer has no electronic address: neither EAN nor CVR number, nor a VAT number of a country with a scheme."""


def country_of(party: Seller | Buyer) -> str:
    """ISO 3166 alpha-2. Older snapshots kept a code in `country` for abroad and nothing for Denmark."""
    written = party.country.strip()
    return party.country_code or (written.upper() if len(written) == 2 and written.isascii() else "DK")


def cvr_of(text: str) -> str:
    """The eight digits of a CVR number however it was written, empty for anything else."""
    digits = normalise_cvr(text)
    return digits if len(digits) == 8 and digits.isascii() and digits.isdigit() else ""


def vat_number_of(party: Seller | Buyer) -> str:
    """The VAT number with its country: a Danish company's is `DK` and its CVR number."""
    written = "".join(party.vat_number.split()).upper()
    if written:
        return written if written[:2].isalpha() else country_of(party) + written
    number = cvr_of(party.cvr)
    return f"DK{number}" if number and country_of(party) == "DK" else ""


def endpoint_of(party: Seller | Buyer, *, prefix: bool = False) -> tuple[str, str] | None:
    """The electronic address as (scheme, number): EAN first, then CVR, then a foreign VAT number; None for none.

    A buyer who takes e-invoices by CVR or SE number has that one first.
    """
    if isinstance(party, Buyer) and party.einvoicing and party.einvoicing_scheme in ("CVR", "SE"):
        chosen = cvr_of(party.ean) or cvr_of(party.cvr)
        if chosen and party.einvoicing_scheme == "SE":
            return SE, f"DK{chosen}"
        if chosen:
            return CVR, f"DK{chosen}" if prefix else chosen
    ean = "".join(party.ean.split()) if isinstance(party, Buyer) else ""
    if ean and ean_is_valid(ean):
        return GLN, ean
    number = cvr_of(party.cvr)
    if number and country_of(party) == "DK":
        return CVR, f"DK{number}" if prefix else number
    vat_number = vat_number_of(party)
    if re.fullmatch(r"SE[0-9]{12}", vat_number):  # Sweden has no scheme for VAT numbers: they hold the other number
        return _SWEDISH, vat_number[2:12]
    scheme = _BY_VAT.get(vat_number[:2])
    return (scheme, vat_number) if scheme else None


def is_addressable(buyer: Buyer) -> bool:
    """Whether an e-invoice can be sent to this buyer at all."""
    return endpoint_of(buyer) is not None
