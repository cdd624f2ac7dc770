"""A fetched file on its page: however large somebody's server made it, the page holds little of it (SEC-96)."""

import tracemalloc
import zlib
from typing import Any

import pytest

from selvbetjening.domain.directdebit.models import BankFetched
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.sealed import seal
from tests import directdebit as dd
from tests.external import HeldLine, ready
from tests.story.directdebit.test_answers import answer, payment

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def line(settings: Any) -> None:
    settings.BANK_LINES = {**settings.BANK_LINES, "held": "tests.external.HeldLine"}
    HeldLine.reset()


def kept(company: Any, connection: Any, data: bytes) -> BankFetched:
    row = BankFetched(
        organization_id=company, connection=connection, name="D1", size=len(data), sha256="0" * 64, state="held",
        fetched_at=dd.AT, forget_on=dd.DUE,
    )  # fmt: skip
    row.content = seal(zlib.compress(data), purpose=row.purpose)
    with within(company):
        row.save(force_insert=True)
    return row


def test_a_file_of_nothing_but_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty million empty lines, packed into 20 kB: all are counted, and none of them is kept."""
    monkeypatch.setattr(bank, "_LOOKED", 100_000)
    company, _, connection = ready()
    row = kept(company, connection, b"\n" * 20_000_000)
    tracemalloc.start()
    try:
        with within(company):
            looked = bank.look_at(company, file=row.id)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (looked.is_broken, looked.lines) == (False, 20_000_000)
    assert peak < 15_000_000


def test_the_end_of_a_file_that_was_cut_for_the_page_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a sound file nothing is found wrong, looked into whole or in part."""
    company, mine, connection = ready()
    data = answer(mine, "0602", "0211", *[payment(mine, str(customer)) for customer in range(1000, 1200)])
    row = kept(company, connection, data)
    for most in (1_000, 10_000_000):
        monkeypatch.setattr(bank, "_LOOKED", most)
        monkeypatch.setattr(bank, "_PIECE", 1_000)
        with within(company):
            looked = bank.look_at(company, file=row.id)
        assert (looked.kinds, looked.lines, looked.findings) == (("0602",), 204, ())
