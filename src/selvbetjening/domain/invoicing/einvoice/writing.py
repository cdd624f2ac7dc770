"""One function for every format: a snapshot in, XML bytes out."""

from collections.abc import Callable
from typing import Final, Literal

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import bis3, oioubl
from selvbetjening.kernel.law import law

Format = Literal["bis3", "oioubl"]
_WRITERS: Final[dict[Format, Callable[[InvoiceSnapshot], str]]] = {"bis3": bis3.document, "oioubl": oioubl.document}
FORMATS: Final = tuple(_WRITERS)


@law("EIN-2", source="bekendtgørelse om elektronisk fakturering; Nemhandel", setting="einvoice_formats")
def write(snapshot: InvoiceSnapshot, *, format: Format) -> bytes:
    """Peppol BIS Billing 3 and OIOUBL 2.1 are accepted; both are written from what was frozen at issue.

    UTF-8, equal snapshots give equal bytes. A buyer without an electronic address gets the plain European invoice (EN
    16931) as `bis3`, which cannot be sent; `oioubl` raises `NoAddress` for one. KeyError for an unknown format.
    """
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_WRITERS[format](snapshot)}\n'.encode()
