"""What we ask an external Betalingsservice for, as lines of 0601 and 0605 (betalingsservice.md 6, 9.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from betalingsservice.fields import DoesNotFitError
from betalingsservice.layouts import delivery_0601, delivery_0605
from betalingsservice.records import Record
from betalingsservice.settings import Settings
from betalingsservice.writer import RefusedError, Writer
from selvbetjening.domain.directdebit.rules.asking import PayerWords
from selvbetjening.domain.directdebit.rules.mandates import digits
from selvbetjening.domain.directdebit.rules.outputs import Creditor, start

AUTOMATIC: Final = "0112"
REGISTER, END = "0120", "0126"
#: Several a day were judged when they were asked for (U15); nothing is judged anew when the same bytes are made again.
WRITING: Final = Settings(several_a_day=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """A collection as 0601 asks for it; `amount_minor` 0 takes back what an earlier delivery asked for."""

    customer_number: str
    mandate_number: str
    due_on: date
    amount_minor: int
    reference: str
    words: PayerWords


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetails:
    """Who and which account a mandate is registered for: CPR or CVR number, branch and account as digits."""

    identity: str
    branch: str
    account: str


def plain(*, details: BankDetails) -> BankDetails:
    """The same with leading zeros, and without the signs that people put into numbers."""
    return BankDetails(
        identity=digits(text=details.identity).rjust(10, "0"), branch=digits(text=details.branch).zfill(4),
        account=digits(text=details.account).zfill(10),
    )  # fmt: skip


def collections_section(*, creditor: Creditor, made_on: date) -> Record:
    """012 of 0601; its main text is left to the name of the debtor group."""
    return delivery_0601.SectionStart(
        pbs_number=creditor.pbs_number, section=AUTOMATIC, group=creditor.debtor_group, created_on=made_on
    )


def entry(*, creditor: Creditor, row: AskedRow) -> Iterator[Record]:
    """The lines of a debtor: 022 where there is an address, 042, 052. Raises DoesNotFitError."""
    key = {"pbs_number": creditor.pbs_number, "group": creditor.debtor_group, "customer": row.customer_number}
    words = row.words
    for number, text in enumerate(words.address, start=1):
        yield delivery_0601.AddressLine(**key, record_number=number, text=text)
    if words.address:
        yield delivery_0601.Postcode(**key, postcode=words.postcode, country=words.country)
    if words.address and words.identity:
        yield delivery_0601.Options(**key, identity=words.identity)
    yield delivery_0601.Collection(
        **key, transaction="0280", mandate=row.mandate_number, due_on=row.due_on, amount=row.amount_minor,
        sign="1" if row.amount_minor else "0", reference=row.reference,
    )  # fmt: skip
    for number, text in enumerate(words.texts if row.amount_minor else (), start=1):
        yield delivery_0601.TextLine(**key, record_number=number, mandate=row.mandate_number, text=text)


def fits(*, creditor: Creditor, row: AskedRow, made_on: date) -> bool:
    """Whether a delivery of this one collection could be written: the library's word, before it is promised."""
    try:
        first = start(creditor=creditor, delivery_type="0601", identification="1", made_on=made_on)
        writer = Writer(BytesIO(), first, settings=WRITING)
        writer.open_section(collections_section(creditor=creditor, made_on=made_on))
        writer.add(*entry(creditor=creditor, row=row))
        writer.close_section()
        writer.close()
    except (DoesNotFitError, RefusedError):
        return False
    return True


def orders_section(*, creditor: Creditor, number: str) -> Record:
    """012 of 0605; the debtor group stands in each line (5.3)."""
    return delivery_0605.SectionStart(pbs_number=creditor.pbs_number, section=number)


def registration(*, creditor: Creditor, customer_number: str, details: BankDetails) -> Record:
    """0200: the mandate number is Betalingsservice's to give."""
    return delivery_0605.Registration(
        pbs_number=creditor.pbs_number, group=creditor.debtor_group, customer=customer_number,
        identity=details.identity, branch=details.branch, account=details.account,
    )  # fmt: skip


def cancellation(*, creditor: Creditor, customer_number: str, mandate_number: str) -> Record:
    """0257: the customer relationship has ceased."""
    return delivery_0605.Cancellation(
        pbs_number=creditor.pbs_number, group=creditor.debtor_group, customer=customer_number, mandate=mandate_number
    )
