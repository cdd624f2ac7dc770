"""Files for tests: a company with an agreement, deliveries as bytes, both doors' ways in, and the pipeline run."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from betalingsservice.layouts import delivery_0601 as layout
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer as FormatWriter
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.advance import advance, advance_large
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.take import take
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, Staging
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import business, directdebit, make

#: 20 January 2027 at ten: in time for 1 February.
AT = directdebit.AT
MINUTE = timedelta(minutes=1)


@dataclass
class Sender:
    """A company that sends files: its agreement, a person who may send, and a machine that she is responsible for."""

    id: OrganizationId
    agreement: CreditorAgreement
    person: UUID
    account: UUID = field(default_factory=uuid4)

    @property
    def https(self) -> By:
        return By(door="https", actor=Actor("user", str(self.person)), membership=self.person, address="192.0.2.7")

    @property
    def sftp(self) -> By:
        return By(
            door="sftp", actor=Actor("api", str(self.account)), membership=self.person, account=self.account,
            key_fingerprint="SHA256:abc", address="192.0.2.8", sftp_user="p1234abcd",
        )  # fmt: skip


def sftp_by(of: Sender, **values: Any) -> By:
    """The machine, with a program that behaves in its own way."""
    return replace(of.sftp, **values)


def sender(**choices: Any) -> Sender:
    """A company with `choices` of the settings register; without an undo window unless it is asked for."""
    organization = make.organization(at=AT)
    id_ = OrganizationId(organization.id)
    chosen = {"files_undo_minutes": 0, **choices}
    choose(id_, values=chosen, actor=SYSTEM, at=AT, by_managers=True)
    member = business.member(organization, role="access_manager")
    return Sender(id_, directdebit.agreement(id_, product="basis", on_repeat="replace"), member.id)


def member_of(of: Sender) -> UUID:
    """Another person of the company."""
    with within(of.id):
        organization = Organization.objects.get(id=of.id)
    return UUID(str(business.member(organization, role="access_manager").id))


def file(
    of: Sender,
    amounts: Sequence[int] = (14_900,),
    *,
    identification: str = "1",
    customers: Iterable[str] | None = None,
    due: date = directdebit.DUE,
    agreement: CreditorAgreement | None = None,
    subsystem: str = "BS1",
) -> bytes:
    """A whole delivery 0601 with a collection for each amount (øre)."""
    agreed = agreement or of.agreement
    names = list(customers) if customers is not None else [str(1000 + place) for place in range(len(amounts))]
    out = BytesIO()
    start = DeliveryStart(
        supplier_number=directdebit.SUPPLIER, delivery_type="0601", identification=identification,
        created_on=AT.date(), subsystem=subsystem,
    )  # fmt: skip
    writer = FormatWriter(out, start, settings=Settings(several_a_day=True))
    writer.open_section(layout.SectionStart(pbs_number=agreed.pbs_number, section="0112", group=agreed.debtor_group))
    for customer, amount in zip(names, amounts, strict=True):
        writer.add(directdebit.line(agreed, customer, amount, due=due, mandate="123456805"))
    writer.close_section()
    writer.close()
    return out.getvalue()


def no_such_day(data: bytes) -> bytes:
    """The same delivery with 31 February as the day of its first collection."""
    lines = data.split(b"\r\n")
    place = next(place for place, line in enumerate(lines) if line.startswith(b"BS042"))
    lines[place] = lines[place][:53] + b"310227" + lines[place][59:]
    return b"\r\n".join(lines)


def put(of: Sender, data: bytes, *, name: str = "", at: datetime = AT, chunk: int = 32_768, **values: Any) -> Committed:
    """As over SFTP: many small writes, a close, a commit."""
    holder = new_id()
    row = open_staging(
        of.id, by=of.sftp, name=name or f"{uuid4().hex}.txt", folder="bs", holder=holder, at=at, **values
    )
    write(of, row, data, holder=holder, at=at, chunk=chunk)
    return commit(of.id, staging=row.id, by=of.sftp, at=at)


def write(of: Sender, row: Staging, data: bytes, *, holder: UUID, at: datetime = AT, chunk: int = 32_768) -> None:
    writer = Writer(of.id, staging=row.id, holder=holder)
    for offset in range(0, len(data), chunk):
        writer.write(offset, data[offset : offset + chunk], at=at)
    writer.close(at=at)


def upload(of: Sender, data: bytes, *, name: str = "", at: datetime = AT, **values: Any) -> tuple[Staging, Committed]:
    """As a form of a page does."""
    return take(
        of.id, by=of.https, name=name or f"{uuid4().hex}.txt", chunks=[data], size=len(data), at=at, **values
    )  # fmt: skip


def run(of: Sender, committed: Committed, *, at: datetime = AT) -> Delivery:
    """Let the pipeline work on it, and sign what it says."""
    assert committed.delivery is not None
    row = get(of, committed.delivery)
    (advance_large if row.is_large else advance)(of.id, delivery=row.id, at=at)
    sign_receipts(of.id, at=at)
    return get(of, committed.delivery)


def send(of: Sender, data: bytes, *, name: str = "", at: datetime = AT) -> Delivery:
    """Over SFTP and through the pipeline."""
    return run(of, put(of, data, name=name, at=at), at=at)


def get(of: Sender, delivery: UUID) -> Delivery:
    with within(of.id):
        found = queries.delivery(of.id, delivery=delivery)
    assert found is not None
    return found


def let_go(of: Sender, row: Delivery, *, at: datetime) -> Delivery:
    """The end of the undo window, and the pipeline after it."""
    assert release(of.id, delivery=row.id, at=at)
    advance(of.id, delivery=row.id, at=at)
    sign_receipts(of.id, at=at)
    return get(of, row.id)


def sign(of: Sender, *, at: datetime = AT) -> None:
    """What the worker does with receipts that wait."""
    sign_receipts(of.id, at=at)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def collections(of: Sender) -> list[Collection]:
    return directdebit.standing(of.id)


def receipts(of: Sender, delivery: UUID) -> list[DeliveryReceipt]:
    with within(of.id):
        return queries.receipts(of.id, delivery=delivery)


def path_of(of: Sender, id_: UUID) -> Path:
    """Where the bytes lie in this test's store."""
    return Path(settings.FILES_FOLDER) / str(of.id) / str(id_)[:2] / str(id_)
