"""A SAF-T file (Danish financial profile) from vouchers, written as it is read: customers, accounts, entries. Pure.

Which profile a receiver wants is uncertain (BOK-3); the version is a setting.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from selvbetjening.domain.payments.rules.postings import ACCOUNTS, Posting, Voucher, postings
from selvbetjening.kernel.law import law
from selvbetjening.kernel.wording import gettext_noop

_NAMESPACE: Final = "urn:StandardAuditFile-Taxation-Financial:DK"
_KINDS: Final = {"asset": "Asset", "debt": "Liability", "sale": "Sale"}


@dataclass(frozen=True, slots=True)
class Company:
    """Whose books: number, name and address; the accounts' numbers by what they are for; the file's version."""

    cvr: str
    name: str
    address: str
    postal_code: str
    city: str
    country: str
    numbers: Mapping[str, str]
    version: str


@law(
    "BOK-3",
    source="bogføringsloven §§ 13-16; bekendtgørelse 97 af 26. januar 2023",
    setting="saft_version",
    uncertain=gettext_noop("the profile of SAF-T that a receiver takes"),
)
def saft(
    *,
    company: Company,
    customers: Iterable[tuple[str, str]],
    vouchers: Iterable[Voucher],
    first: date,
    last: date,
    at: datetime,
) -> Iterator[str]:
    """Vouchers and postings in a standard format, with each document's id and hash, a piece of text at a time.

    `customers` are (code, name); `first` and `last` the days of the selection, both included.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<AuditFile xmlns={quoteattr(_NAMESPACE)}>\n"
    yield _header(company, first, last, at)
    yield "<MasterFiles>\n<GeneralLedgerAccounts>\n"
    for purpose in ACCOUNTS:
        kind = "debt" if purpose == "vat" else "sale" if purpose in ("revenue", "late_payment") else "asset"
        number = company.numbers[purpose]
        inside = _tag("AccountID", number) + _tag("AccountDescription", purpose) + _tag("AccountType", _KINDS[kind])
        yield _tag("Account", inside, is_xml=True)
    yield "</GeneralLedgerAccounts>\n<Customers>\n"
    for code, name in customers:
        yield _tag("Customer", _tag("Name", name) + _tag("CustomerID", code), is_xml=True)
    yield "</Customers>\n</MasterFiles>\n<GeneralLedgerEntries>\n<Journal>\n"
    yield _tag("JournalID", "billing") + _tag("Description", "Selvbetjening") + _tag("Type", "Sales")
    for voucher in vouchers:
        yield _transaction(company, voucher)
    yield "</Journal>\n</GeneralLedgerEntries>\n</AuditFile>\n"


def _header(company: Company, first: date, last: date, at: datetime) -> str:
    address = (
        _tag("StreetName", company.address)
        + _tag("City", company.city)
        + _tag("PostalCode", company.postal_code)
        + _tag("Country", company.country)
    )
    owner = _tag("RegistrationNumber", company.cvr) + _tag("Name", company.name) + _tag("Address", address, is_xml=True)
    days = _tag("SelectionStartDate", first.isoformat()) + _tag("SelectionEndDate", last.isoformat())
    inside = (
        _tag("AuditFileVersion", company.version)
        + _tag("AuditFileCountry", "DK")
        + _tag("AuditFileDateCreated", at.date().isoformat())
        + _tag("SoftwareCompanyName", "Selvbetjening")
        + _tag("SoftwareID", "selvbetjening")
        + _tag("SoftwareVersion", "1")
        + _tag("Company", owner, is_xml=True)
        + _tag("DefaultCurrencyCode", "DKK")
        + _tag("SelectionCriteria", days, is_xml=True)
        + _tag("TaxAccountingBasis", "Invoice")
    )
    return _tag("Header", inside, is_xml=True)


def _transaction(company: Company, voucher: Voucher) -> str:
    month = f"{voucher.on.month}"
    inside = (
        _tag("TransactionID", f"{voucher.kind}-{voucher.number}")
        + _tag("Period", month)
        + _tag("PeriodYear", str(voucher.on.year))
        + _tag("TransactionDate", voucher.on.isoformat())
        + _tag("Description", f"{voucher.kind} {voucher.number}{f' of {voucher.original}' if voucher.original else ''}")
        + _tag("SystemEntryDate", voucher.on.isoformat())
        + _tag("GLPostingDate", voucher.on.isoformat())
        + _tag("CustomerID", voucher.customer)
        + _tag("SystemID", f"{voucher.id} sha256:{voucher.sha256}" if voucher.sha256 else str(voucher.id))
    )
    for place, line in enumerate(postings(voucher=voucher), start=1):
        inside += _line(company, voucher, line, place)
    return _tag("Transaction", inside, is_xml=True)


def _line(company: Company, voucher: Voucher, line: Posting, place: int) -> str:
    amount = _tag("Amount", _decimal(abs(line.minor))) + _tag("CurrencyCode", voucher.currency)
    side = "DebitAmount" if line.minor > 0 else "CreditAmount"
    inside = (
        _tag("RecordID", str(place))
        + _tag("AccountID", company.numbers[line.account])
        + _tag("SourceDocumentID", f"{voucher.kind}:{voucher.id}")
        + _tag("Description", line.account)
        + _tag(side, amount, is_xml=True)
    )
    if line.vat_code:
        inside += _tag("TaxInformation", _tag("TaxType", "VAT") + _tag("TaxCode", line.vat_code), is_xml=True)
    return _tag("Line", inside, is_xml=True)


def _tag(name: str, content: str, *, is_xml: bool = False) -> str:
    text = content if is_xml else escape("".join(c for c in content if c.isprintable()))
    return f"<{name}>{text}</{name}>\n"


def _decimal(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
