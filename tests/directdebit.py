"""Direct debit for tests: agreements, deliveries of collections as bytes, and days that go by."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from betalingsservice.identifiers import cvr_check_digit
from betalingsservice.layouts import delivery_0601 as layout
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.agreements import open_agreement
from selvbetjening.domain.directdebit.actions.mandates import activate, enrol
from selvbetjening.domain.directdebit.actions.register_collections import Effects, register_collections
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, Mandate
from selvbetjening.domain.directdebit.rules.agreements import Terms
from selvbetjening.domain.directdebit.rules.rows import CollectionRow, collection_rows
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make

#: 20 January 2027, the day of the reference's worked example: in time for 1 February (deadline the 22nd at 11:00).
AT = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
DUE = date(2027, 2, 1)
SUPPLIER = "99999993"


def company() -> OrganizationId:
    return OrganizationId(make.organization(at=AT).id)


#: One after the other from anywhere, so that no two tests of a run ever meet the same.
_SEVENS = count(randbelow(9 * 10**6) + 1)


def pbs_number() -> str:
    """One that no other test uses, with a sound check digit: it is unique on the whole platform."""
    while (last := cvr_check_digit(seven := f"{next(_SEVENS):07}")) is None:
        continue
    return seven + last


def agreement(organization: OrganizationId, *, at: datetime = AT, **terms: Any) -> CreditorAgreement:
    fields: dict[str, Any] = {"pbs_number": pbs_number(), "data_supplier": SUPPLIER, "bank_name": "Prøvebanken"}
    return open_agreement(organization, terms=Terms(**{**fields, **terms}), actor=SYSTEM, at=at)


def line(of: CreditorAgreement, customer: str, amount: int, *, due: date = DUE, **values: Any) -> layout.Collection:
    """A 042 line of 0601; `amount` in øre."""
    fields: dict[str, Any] = {"transaction": "0280", "sign": "1", "reference": f"F{customer}"[:9]}
    return layout.Collection(
        pbs_number=of.pbs_number, group=of.debtor_group, customer=customer, due_on=due, amount=amount,
        **{**fields, **values},
    )  # fmt: skip


def rows(lines: Iterable[layout.Collection], *, section: str = "0112", texts: int = 1) -> Iterator[CollectionRow]:
    """As if they stood in a file, from line 3 on."""
    for number, each in enumerate(lines, start=3):
        yield CollectionRow(number, section, each.raw, texts)


def delivered(of: CreditorAgreement, lines: Iterable[layout.Collection], *, section: str = "0112") -> bytes:
    """The bytes of a whole 0601 delivery of a Basis agreement, written by the library."""
    out = BytesIO()
    start = DeliveryStart(supplier_number=SUPPLIER, delivery_type="0601", identification="1", created_on=AT.date())
    writer = Writer(out, start, settings=Settings(several_a_day=True))
    writer.open_section(layout.SectionStart(pbs_number=of.pbs_number, section=section, group=of.debtor_group))
    for each in lines:
        writer.add(each)
    writer.close_section()
    writer.close()
    return out.getvalue()


def read(data: bytes, refused: Iterable[int] = ()) -> list[CollectionRow]:
    return list(collection_rows(source=data, refused=set(refused)))


def register(
    organization: OrganizationId, lines: Iterable[layout.Collection], *, at: datetime = AT, **values: Any
) -> Effects:
    section = values.pop("section", "0112")
    values.setdefault("delivery", uuid4())
    return register_collections(organization, rows=rows(lines, section=section), actor=SYSTEM, at=at, **values)


def mandate(of: CreditorAgreement, customer: str, *, at: datetime = AT - timedelta(days=30)) -> Mandate:
    """An active mandate of the customer."""
    organization = OrganizationId(of.organization_id)
    made = enrol(organization, agreement=of.id, customer_number=customer, actor=SYSTEM, at=at)
    activate(organization, today=AT.date(), at=at)
    with within(organization):
        return queries.get_mandate(organization, mandate=made.id)


def days(organization: OrganizationId, first: date, last: date) -> None:
    """Let the days go by, each settled at six in the morning."""
    while first <= last:
        settle_day(organization, today=first, at=datetime(first.year, first.month, first.day, 5, tzinfo=UTC))
        first += timedelta(days=1)


def standing(organization: OrganizationId, **wanted: Any) -> list[Collection]:
    """The company's collections in the order of their lines."""
    with within(organization):
        found = Collection.objects.filter(organization_id=organization, **wanted)
        return list(found.order_by("made_at", "source_line"))


def states(organization: OrganizationId, **wanted: Any) -> dict[str, str]:
    """The state of each customer's collection."""
    return {each.match_key: each.state for each in standing(organization, **wanted)}


def bytes_of(organization: OrganizationId, output: UUID) -> bytes:
    return b"".join(queries.output_bytes(organization, output=output))
