"""Issued documents for machines: Peppol BIS Billing 3 and OIOUBL 2.1, written from the snapshot alone (EIN-2).

`write` turns a snapshot into XML bytes, the same every time; `checked` runs the official rules of EN 16931 and Peppol
over them. Nothing here reads the database, the clock or the settings.
"""

from selvbetjening.domain.invoicing.einvoice.bundle import CORE, PDF, bundle
from selvbetjening.domain.invoicing.einvoice.endpoints import NoAddress, is_addressable
from selvbetjening.domain.invoicing.einvoice.writing import FORMATS, Format, write

__all__ = ["CORE", "FORMATS", "PDF", "Format", "NoAddress", "bundle", "is_addressable", "write"]
