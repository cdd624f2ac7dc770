"""An external Betalingsservice for tests: agreements, what is asked for, and a line whose other end the test holds."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from types import TracebackType
from typing import Any, BinaryIO, Self
from uuid import UUID

import pytest

from betalingsservice.reader import read
from selvbetjening.domain.directdebit.actions.ask_collections import AskedCollection, ask_collections
from selvbetjening.domain.directdebit.actions.bank_connections import connect_bank
from selvbetjening.domain.directdebit.actions.bank_line import Exchanged, exchange
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import BankConnection, CreditorAgreement, Output
from selvbetjening.domain.directdebit.ports import LineFailed, LineTerms, RemoteFile
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import directdebit as dd

ADDRESS = ("Mona Prøve", "Testvej 1")


def wish(customer: str = "1017", minor: int = 14950, **values: Any) -> AskedCollection:
    """149,50 kr. on 1 February 2027, with an address."""
    fields: dict[str, Any] = {
        "due_on": dd.DUE, "reference": f"F{customer}"[:9], "text_lines": ["Kontingent februar 2027"],
        "address": ADDRESS, "postcode": "9999",
    }  # fmt: skip
    return AskedCollection(customer_number=customer, amount=Money(minor, "DKK"), **{**fields, **values})


def ask(mine: CreditorAgreement, *asked: AskedCollection, at: datetime = dd.AT, **values: Any) -> tuple[UUID, ...]:
    return ask_collections(OrganizationId(mine.organization_id), agreement=mine.id, asked=asked, at=at, **values)


def external(organization: OrganizationId | None = None, **terms: Any) -> tuple[OrganizationId, CreditorAgreement]:
    """A company with an agreement whose Betalingsservice is outside; its data supplier is nobody else's."""
    company = organization or dd.company()
    terms.setdefault("data_supplier", dd.pbs_number())
    return company, dd.agreement(company, role="external", **terms)


def lines_of(company: OrganizationId, output: UUID) -> list[str]:
    """The delivery as text, without trailing blanks; it must be sound, and the same when it is made again."""
    data = dd.bytes_of(company, output)
    assert dd.bytes_of(company, output) == data
    assert [found.code for found in read(BytesIO(data)).findings if found.code != "amount.none"] == []
    return [line.rstrip() for line in data.decode("latin-1").splitlines()]


class HeldLine:
    """A line whose server is two dictionaries; `fails` raises at a step, `after` once the step is done."""

    there: dict[str, bytes] = {}
    ready: dict[str, tuple[bytes, int]] = {}
    fails: dict[str, BaseException] = {}
    after: dict[str, BaseException] = {}
    opened = 0
    readable = True

    def __init__(self, *, terms: LineTerms) -> None:
        self.terms = terms

    @classmethod
    def reset(cls) -> None:
        cls.there, cls.ready, cls.fails, cls.after, cls.opened, cls.readable = {}, {}, {}, {}, 0, True

    def __enter__(self) -> Self:
        type(self).opened += 1
        self._may("open", self.fails)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def put(self, *, name: str, source: BinaryIO, size: int) -> None:
        self._may("put", self.fails)
        if name in self.there:
            raise LineFailed("name_taken", is_permanent=True)
        source.seek(0)
        self.there[name] = source.read()
        self._may("put", self.after)

    def sent(self, *, name: str) -> tuple[int, str | None] | None:
        found = self.there.get(name)
        if found is None:
            return None
        return len(found), hashlib.sha256(found).hexdigest() if self.readable else None

    def listed(self) -> Sequence[RemoteFile]:
        self._may("listed", self.fails)
        return [RemoteFile(name=name, size=len(data), modified=at) for name, (data, at) in self.ready.items()]

    def fetch(self, *, name: str, into: BinaryIO) -> None:
        self._may("fetch", self.fails)
        into.write(self.ready[name][0])

    def _may(self, step: str, faults: dict[str, BaseException]) -> None:
        if step in faults:
            raise faults.pop(step)


def connected(company: OrganizationId, *, adapter: str = "held", at: datetime = dd.AT, **terms: str) -> BankConnection:
    """The company's line; `settings.BANK_LINES` must know the adapter."""
    fields: dict[str, Any] = {
        "host": "sftp.test", "username": "f1234", "private_key": "key",
        "host_keys": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfA",
    }  # fmt: skip
    given = LineTerms(**{**fields, **terms})
    return connect_bank(company, adapter=adapter, terms=given, actor=SYSTEM, at=at)


def ready(**terms: Any) -> tuple[OrganizationId, CreditorAgreement, BankConnection]:
    company, mine = external(**terms)
    return company, mine, connected(company)


def written(mine: CreditorAgreement, *customers: str) -> Output:
    ask(mine, *[wish(customer) for customer in customers or ("1017",)])
    made = write_collections(OrganizationId(mine.organization_id), agreement=mine.id, at=dd.AT)
    assert made is not None
    return made


def run(connection: BankConnection, at: Any = dd.AT) -> Exchanged:
    return exchange(OrganizationId(connection.organization_id), connection=connection.id, at=at)


def sent(company: OrganizationId) -> list[tuple[str, str, int]]:
    with within(company):
        return [(each.state, each.code, each.attempts) for each in bank.sendings(company)]


def fetched(company: OrganizationId) -> list[tuple[str, str, str]]:
    with within(company):
        return [(each.name, each.state, each.code) for each in reversed(bank.fetched(company))]


def facts(company: OrganizationId, name: str) -> int:
    with within(company):
        return Event.objects.filter(organization_id=company, name=f"directdebit.{name}").count()


def killed_before_reading(monkeypatch: pytest.MonkeyPatch, connection: Any) -> None:
    """A process fetches what lies ready, and dies before it reads it."""

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("selvbetjening.domain.directdebit.actions.fetch_files.read_answers", killed)
        with pytest.raises(KeyboardInterrupt):
            run(connection)
