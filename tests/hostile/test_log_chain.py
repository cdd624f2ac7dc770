"""CM-10 against the database: many writers at once, rolled back acts, a forger who owns the tables."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, transaction

from selvbetjening.domain.history import queries
from selvbetjening.domain.history.actions.close_gaps import close_all_gaps, close_gaps
from selvbetjening.domain.history.actions.forget import forget_values
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.history.models import Event, LogEntry, LogHead, PersonalValue
from selvbetjening.domain.history.rules.chain import Verdict
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make
from tests.hostile.at_once import at_once

AT = make.AT


@dataclass(frozen=True, kw_only=True)
class Noted(Fact):
    """A fact of these tests."""

    name: ClassVar[str] = "tests.log_noted"
    number: int = 0


def note(organization: OrganizationId, account: UUID, number: int = 0) -> UUID:
    return record(organization, fact=Noted(account=account, number=number), actor=SYSTEM, at=AT)


def verdict(organization: OrganizationId, account: UUID) -> Verdict:
    with within(organization):
        return queries.verify_log(organization, account=account)


@pytest.fixture
def home(database: str) -> tuple[OrganizationId, UUID]:
    return OrganizationId(make.organization().id), new_id()


def test_fifty_writers_leave_no_gap_and_no_fork(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10, SEC-113: twelve threads, four facts each, two accounts crosswise in one transaction."""
    organization, account = home
    other = new_id()

    def write(number: int) -> None:
        first, second = (account, other) if number % 2 else (other, account)
        for _ in range(2):
            with within(organization):
                note(organization, first, number)
                note(organization, second, number)

    assert at_once([lambda n=n: write(n) for n in range(12)]) == [None] * 12  # type: ignore[misc]
    for one in (account, other):
        found = verdict(organization, one)
        assert (found.whole, found.entries) == (True, 24)
        with within(organization):
            seqs = LogEntry.objects.filter(account_id=one).order_by("seq").values_list("seq", flat=True)
            assert list(seqs) == list(range(1, 25))


def test_what_was_rolled_back_takes_no_place(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10, SEC-111: no entry without its fact, and no fact without its entry."""
    organization, account = home
    with within(organization):
        note(organization, account, 1)
        with suppress(ZeroDivisionError), transaction.atomic():
            note(organization, account, 2)
            raise ZeroDivisionError
        note(organization, account, 3)
    with suppress(ZeroDivisionError), within(organization):
        note(organization, account, 4)
        raise ZeroDivisionError
    with within(organization):
        numbers = [entry.event.data["number"] for entry in queries.log_entries(organization, account=account)]
    assert numbers == [1, 3]
    assert verdict(organization, account).whole


def test_many_facts_at_once_stand_in_their_order(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10: the billing run's way in writes the same chain."""
    organization, account = home
    note(organization, account, 0)
    facts = [Noted(account=account if number % 2 else new_id(), number=number) for number in range(1, 10)]
    record_many(organization, facts=facts, actor=SYSTEM, at=AT)
    with within(organization):
        numbers = [entry.event.data["number"] for entry in queries.log_entries(organization, account=account)]
    assert numbers == [0, 1, 3, 5, 7, 9]
    assert verdict(organization, account).whole


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE history_event SET data = '{\"number\": 99}' WHERE id = %(event)s", "changed"),
        ("UPDATE history_event SET at = at + interval '1 second' WHERE id = %(event)s", "changed"),
        ("UPDATE history_event SET actor_id = 'mallory' WHERE id = %(event)s", "changed"),
        ("DELETE FROM history_event WHERE id = %(event)s", "gap"),
        ("DELETE FROM history_logentry WHERE event_id = %(event)s", "gap"),
        ("UPDATE history_logentry SET seq = 40 - seq WHERE account_id = %(account)s", "gap"),
        ("UPDATE history_logentry SET prev_hash = hash WHERE event_id = %(event)s", "order"),
        ("DELETE FROM history_logentry WHERE account_id = %(account)s AND seq >= 3", "tail"),
    ],
)
def test_a_forger_who_owns_the_tables_is_seen(
    home: tuple[OrganizationId, UUID], superuser_connection: psycopg.Connection, forgery: str, fault: str
) -> None:
    """CM-10, SEC-114: the services may not even try; whoever switches the walls off is found out by the chain."""
    organization, account = home
    event = [note(organization, account, number) for number in range(4)][1]
    with superuser_connection.transaction():
        superuser_connection.execute("SET LOCAL session_replication_role = replica")  # no triggers
        superuser_connection.execute(forgery.encode(), {"event": event, "account": account})
    assert verdict(organization, account).fault == fault


def test_the_services_may_neither_change_nor_delete_a_place(home: tuple[OrganizationId, UUID]) -> None:
    """SEC-114."""
    organization, account = home
    note(organization, account)
    note(organization, account)
    for attempt in (
        lambda: LogEntry.objects.filter(account_id=account).update(seq=9),
        lambda: LogEntry.objects.filter(account_id=account).delete(),
        lambda: LogHead.objects.filter(account_id=account).update(seq=1),
        lambda: LogHead.objects.filter(account_id=account).delete(),
    ):
        with pytest.raises(DatabaseError), within(organization):
            attempt()
    assert verdict(organization, account).entries == 2


def test_personal_values_go_and_the_chain_stays(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10, SEC-117, GDP-4: value and salt are gone, nothing of them is left in the book."""
    organization, account = home
    secret = {"email": "anna.forsvinder@example.com"}
    record(organization, fact=Noted(account=account), actor=SYSTEM, at=AT, personal=secret)
    with within(organization):
        (entry,) = queries.log_entries(organization, account=account)
        assert entry.values["email"][1] == secret["email"]
        assert secret["email"] not in str(Event.objects.get(account_id=account).data)
    assert verdict(organization, account).whole
    assert forget_values(organization, account=account) == 1
    with within(organization):
        assert not PersonalValue.objects.filter(account_id=account).exists()
    assert verdict(organization, account).whole


def test_a_replaced_personal_value_is_seen(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10."""
    organization, account = home
    record(organization, fact=Noted(account=account), actor=SYSTEM, at=AT, personal={"name": "Anna"})
    with within(organization):
        PersonalValue.objects.filter(account_id=account).update(value="Mallory")
    assert verdict(organization, account).fault == "value"


def test_personal_values_need_an_account(home: tuple[OrganizationId, UUID]) -> None:
    organization, _ = home
    with pytest.raises(ValueError, match="account"):
        record(organization, fact=Noted(), actor=SYSTEM, at=AT, personal={"name": "Anna"})


def test_events_from_before_the_log_are_taken_in_once(home: tuple[OrganizationId, UUID]) -> None:
    """CM-10: a database that is older than the log."""
    organization, account = home
    with within(organization):
        for number in range(3):
            Event.objects.create(
                organization_id=organization, name=Noted.name, at=AT, actor_kind="system", actor_id="system",
                account_id=account, data={"number": number},
            )  # fmt: skip
    assert close_all_gaps(at=AT) >= 1
    assert at_once([lambda: close_gaps(organization), lambda: close_gaps(organization)]) in ([3, 0], [0, 3])
    assert close_gaps(organization) == 0
    assert verdict(organization, account) == verdict(organization, account)
    assert verdict(organization, account).entries == 3
