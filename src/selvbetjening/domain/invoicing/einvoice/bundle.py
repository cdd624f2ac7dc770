"""Everything that is kept of one issued document: the PDF with the XML in it, and the XML beside it."""

from collections.abc import Sequence
from typing import Any, Final

from selvbetjening.domain.invoicing.documents.pdf import render_pdf
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice.endpoints import country_of, is_addressable
from selvbetjening.domain.invoicing.einvoice.writing import write
from selvbetjening.domain.invoicing.rules.electronic import kinds

PDF: Final = "pdf"
CORE: Final = "en16931"
"""The European core invoice, for a buyer whom no network reaches: for bookkeeping, not for sending."""


def bundle(snapshot: dict[str, Any], *, logo: bytes | None, formats: Sequence[str]) -> dict[str, bytes]:
    """The bytes by kind, from the stored snapshot alone: `pdf`, then the e-invoices, the preferred one first (XB-20).

    Equal arguments give equal bytes. `formats` are codes of the setting `einvoice_formats`. Raises what `render_pdf`
    raises.
    """
    frozen = InvoiceSnapshot.from_data(snapshot)
    european = write(frozen, format="bis3")
    reached, danish = is_addressable(frozen.buyer), country_of(frozen.buyer) == "DK"
    made = {PDF: render_pdf(frozen, logo=logo, xml=european)}
    if not reached:
        return made | {CORE: european}
    for kind in kinds(formats=formats, addressable=reached, danish=danish):
        made[kind] = european if kind == "bis3" else write(frozen, format="oioubl")
    return made
