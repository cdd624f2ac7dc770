"""Who gets an e-invoice, in which formats, and what a public buyer must have given (danish-law.md section 4). Pure."""

from collections.abc import Sequence
from typing import Final

from selvbetjening.kernel.law import law
from selvbetjening.kernel.numbers import ean_is_valid
from selvbetjening.kernel.wording import gettext_noop

FORMATS: Final = {"bis3": "bis3", "oioubl21": "oioubl"}
"""The codes of the setting `einvoice_formats`, and the kinds of document they are stored as."""


@law(
    "EIN-1",
    source="bekendtgørelse om elektronisk fakturering; aftaleloven",
    party="public",
    setting="public_required_refs",
)
def missing_references(
    *, party_type: str, ean: str, reference: str, po_number: str, required: Sequence[str] = ("reference",)
) -> tuple[str, ...]:
    """A public buyer may hold back payment of an invoice without its EAN number and the references it asks for.

    The codes of what is missing, for a warning before the invoice is issued; never a reason not to issue it.
    """
    if party_type != "public":
        return ()
    given = {"reference": reference, "po_number": po_number}
    lacking = [code for code in required if not given.get(code, "").strip()]
    return tuple(lacking if ean_is_valid("".join(ean.split())) else ["ean", *lacking])


@law("EIN-1", source="bekendtgørelse om elektronisk fakturering", party="public")
def takes_mail(*, party_type: str) -> bool:
    """A public body is not invoiced by a PDF in a mail."""
    return party_type != "public"


@law("EIN-3", source="bogføringsloven § 16", party="business", setting="einvoice_default_for")
def is_sent(*, party_type: str, addressable: bool, wanted: str = "public", asked: bool = False) -> bool:
    """An e-invoice goes out to public bodies, and to companies or everybody where the company has chosen so.

    `asked`: the account itself takes its invoices so. `addressable` says whether the buyer has an electronic address at
    all; without one nothing can be sent.
    """
    chosen = {"public": ("public",), "business": ("public", "business")}.get(wanted, ("public", "business", "consumer"))
    return addressable and (asked or party_type in chosen)


@law(
    "EIN-2",
    source="Nemhandel; Peppol BIS Billing 3",
    setting="einvoice_formats",
    uncertain=gettext_noop("when OIOUBL 2.1 ends"),
)
def kinds(*, formats: Sequence[str], addressable: bool, danish: bool) -> tuple[str, ...]:
    """Which e-invoices are made beside the PDF, the preferred one first: none without an electronic address.

    OIOUBL reaches Danish buyers alone.
    """
    wanted = [FORMATS[code] for code in formats if code in FORMATS] or ["bis3"]
    return tuple(kind for kind in wanted if addressable and (danish or kind != "oioubl"))


@law("EIN-4", source="Peppol og Nemhandel: afsendelse sker gennem et adgangspunkt")
def may_try_again(*, state: str) -> bool:
    """Sending goes through an access point: what it has accepted or rejected is never sent a second time."""
    return state == "waiting"
