"""One company's external Betalingsservice is this platform itself, over the real SFTP door: both books agree.

Company A asks an external Betalingsservice; company B is the same creditor where we are Betalingsservice. A's 0601
goes in at B's door, B settles it by the built-in clearing, and A fetches B's 0603 and 0602.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.keep_output import keep_outputs
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.ask_collections import AskedCollection, ask_collections
from selvbetjening.domain.directdebit.actions.bank_connections import connect_bank
from selvbetjening.domain.directdebit.actions.bank_line import exchange
from selvbetjening.domain.directdebit.actions.make_output import make_outputs
from selvbetjening.domain.directdebit.actions.mandates import enrol
from selvbetjening.domain.directdebit.actions.settle_day import finish, settle_day
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import BankConnection, CreditorAgreement, Role, Settlement
from selvbetjening.domain.directdebit.ports import LineTerms
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import directdebit as dd
from tests.sftp import HOST_KEYS, IND, Sender, Server, serving

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
CUSTOMERS = [f"{number:05}" for number in range(1, 91)]
MANDATES = 60


@pytest.fixture
def door() -> Iterator[Server]:
    with serving() as running:
        yield running


def money_of(company: OrganizationId) -> dict[tuple[str, str], tuple[int, date | None]]:
    """What was told of each customer, by code: øre and day."""
    with within(company):
        rows = Settlement.objects.filter(organization_id=company).select_related("collection")
        return {(row.collection.match_key, row.code): (row.amount_minor, row.paid_on) for row in rows}


class Both:
    """The company that asks, and the one that answers."""

    def __init__(self, folder: Path, door: Server) -> None:
        self.now = clock.now()
        self.sender = Sender(folder)
        self.answers, self.asks = self.sender.id, dd.company()
        terms: dict[str, Any] = {"pbs_number": dd.pbs_number(), "data_supplier": dd.pbs_number(), "at": self.now}
        self.theirs: CreditorAgreement = dd.agreement(self.answers, **terms)
        self.ours: CreditorAgreement = dd.agreement(self.asks, role="external", **terms)
        line = LineTerms(
            host="127.0.0.1", port=door.port, username=self.sender.name,
            host_keys="".join(key.export_public_key().decode() for key in HOST_KEYS),
            private_key=self.sender.key.private.export_private_key().decode(), put_folder=IND,
            get_folder="/ud/betalingsservice",
        )  # fmt: skip
        self.line: BankConnection = connect_bank(self.asks, adapter="sftp", terms=line, actor=SYSTEM, at=self.now)

    def exchange(self) -> tuple[int, list[str]]:
        done = exchange(self.asks, connection=self.line.id, at=clock.now())
        assert done.code == ""
        return len(done.sent), [each.state for each in done.fetched]

    def ask(self) -> date:
        """An amount of every customer, on the first day that both can."""
        today = copenhagen_day(self.now)
        with within(self.asks):
            found = queries.possible_days(self.asks, agreement=self.ours.id, from_on=today, at=self.now)
        assert found is not None
        asked = [
            AskedCollection(
                customer_number=customer, due_on=found.first_on, amount=Money(90_000 + 1_000 * place, "DKK"),
                reference=f"F{customer}", address=["Mona Prøve", "Testvej 1"], postcode="9999",
                text_lines=["Kontingent"],
            )
            for place, customer in enumerate(CUSTOMERS)
        ]  # fmt: skip
        ask_collections(self.asks, agreement=self.ours.id, asked=asked, at=self.now)
        return found.first_on

    def settle(self, *days: date) -> None:
        """B's days, as its schedule walks through them; its outputs lie ready after each."""
        for day in days:
            at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            settle_day(self.answers, today=day, at=at)
            make_outputs(self.answers, today=day, at=at)
            keep_outputs(self.answers, at=at)


def test_both_books_agree_to_the_ore(door: Server, tmp_path: Path) -> None:
    """Issue 6 B, "the other role too": asked, sent, settled, answered, fetched: the same sums, and twice is once."""
    both = Both(tmp_path, door)
    for customer in CUSTOMERS[:MANDATES]:
        enrol(both.answers, agreement=both.theirs.id, customer_number=customer, actor=SYSTEM, at=both.now - 30 * DAY)
    both.settle(copenhagen_day(both.now))
    assert both.exchange() == (0, ["read"])
    with within(both.asks):
        assert queries.count_mandates(both.asks, wanted=queries.Wanted(states=["active"])) == MANDATES

    due_on = both.ask()
    made = write_collections(both.asks, agreement=both.ours.id, all_that_waits=True, at=both.now)
    assert made is not None
    assert both.exchange() == (1, [])
    (delivery,) = both.sender.deliveries()
    assert both.sender.content(delivery.id) == dd.bytes_of(both.asks, made.id)
    advance(both.answers, delivery=delivery.id, at=clock.now())
    (delivery,) = both.sender.deliveries()
    assert (delivery.state, delivery.name) == ("processed", made.file_name)

    both.settle(due_on - DAY, due_on, due_on + 3 * DAY, due_on + 12 * DAY)
    _, states = both.exchange()
    assert states
    assert set(states) == {"read"}
    assert money_of(both.asks) == money_of(both.answers)
    assert sum(amount for amount, _ in money_of(both.asks).values()) > MANDATES * 90_000
    finish(both.asks, role=Role.EXTERNAL, today=due_on + 12 * DAY)
    theirs = {key: {"unpaid": "received"}.get(state, state) for key, state in dd.states(both.answers).items()}
    assert dd.states(both.asks) == theirs
    assert set(theirs.values()) >= {"final", "received"}
    with within(both.asks):
        lost = [(each.delivery_type, each.reason) for each in queries.unmatched(both.asks)]
    assert lost == [("0603", "unknown")] * MANDATES  # A keeps no accounts: listed, and never guessed

    before = money_of(both.asks)
    assert both.exchange() == (0, [])
    assert money_of(both.asks) == before
