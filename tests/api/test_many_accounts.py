"""Thousands of accounts in one call (issue 7)."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event, LogEntry
from selvbetjening.domain.tenancy.within import within
from tests.api.client import Machine, account_body


def many(count: int, **values: Any) -> list[dict[str, Any]]:
    return [account_body(code=f"M-{number:05}", **values) for number in range(count)]


def counted(machine: Machine) -> int:
    with within(machine.here):
        return Account.objects.filter(organization_id=machine.here).count()


def test_all_of_them_at_once(machine: Machine) -> None:
    """Issue 7: 10,000 in one call, in their order, each with its event in the book and in its account's log."""
    body = many(10_000, invoice_note="Ring først.", erp_id="7")
    body[17]["legal_country"] = "Sverige"
    with CaptureQueriesContext(connection) as queries:
        made = machine.post("accounts/", body, X_Client_System="Flytning", X_User="kim")
    assert made.status_code == 201, made.content[:300]
    rows = made.json()
    assert [row["code"] for row in rows] == [row["code"] for row in body]
    assert rows[17]["legal_country"] == "SE" and rows[0]["invoice_note"] == "Ring først."
    assert len(queries) < 60
    with within(machine.here):
        assert Event.objects.filter(organization_id=machine.here, name="accounts.opened").count() == 10_000
        assert LogEntry.objects.filter(organization_id=machine.here).count() == 10_000
    read = machine.get("accounts/M-09999/").json()
    assert {name: read[name] for name in rows[9_999] if not name.endswith("_set") and name != "balance"} == {
        name: value for name, value in rows[9_999].items() if not name.endswith("_set") and name != "balance"
    }
    assert machine.get("accounts/").json()["count"] == 10_000


def test_everything_that_is_wrong_is_told_by_line(machine: Machine, stranger: Machine) -> None:
    """Issue 7: all errors by line, of every kind at once, and nothing is made."""
    assert machine.post("accounts/", account_body(code="TAKEN")).status_code == 201
    assert stranger.post("accounts/", account_body(code="M-00000")).status_code == 201
    body = many(9)
    body[1]["code"] = "TAKEN"
    body[2]["code"] = "M-00000"
    body[3] = {"company_name": "x" * 129, "code": "M/3"}
    body[4] |= {"ean_invoicing": True}
    body[5] |= {"party_type": "public"}
    body[6] = "not an object"  # type: ignore[call-overload]
    body[7] |= {"legal_country": "Atlantis", "legal_address": ""}
    refused = machine.post("accounts/", body)
    assert refused.status_code == 400
    told = refused.json()
    assert {place for place in told if place.isdecimal()} == {"1", "2", "3", "4", "5", "6", "7"}
    assert told["1"].keys() == told["2"].keys() == {"code"}
    assert {"company_name", "code", "legal_address", "legal_city"} <= told["3"].keys()
    assert told["4"].keys() == told["5"].keys() == {"ean_number"}
    assert told["6"].keys() == {"non_field_errors"}
    assert told["7"].keys() == {"legal_country", "legal_address"}
    assert counted(machine) == 1
    assert machine.post("accounts/", many(3)).status_code == 201, "what another organization has is free here"


def test_ten_thousand_at_most(machine: Machine) -> None:
    refused = machine.post("accounts/", many(10_001))
    assert refused.status_code == 400 and "non_field_errors" in refused.json()
    assert machine.post("accounts/", []).json() == []
    assert counted(machine) == 0


def test_the_same_key_makes_them_once(machine: Machine) -> None:
    """Section 1: the same key and body answers as before; another body is a 409."""
    first = machine.post("accounts/", many(40), Idempotency_Key="move-1")
    again = machine.post("accounts/", many(40), Idempotency_Key="move-1")
    assert first.status_code == again.status_code == 201
    assert again.headers["Idempotent-Replay"] == "true" and again.json() == first.json()
    assert machine.post("accounts/", many(41), Idempotency_Key="move-1").status_code == 409
    assert counted(machine) == 40


@pytest.fixture
def two_at_once(machine: Machine) -> list[int]:
    """The same accounts from two clients at the same moment, with no key."""
    start, answers = Barrier(2), list[int]()

    def send() -> None:
        start.wait()
        answers.append(machine.post("accounts/", many(300)).status_code)
        connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_of_two_at_once_one_makes_them(machine: Machine, two_at_once: list[int]) -> None:
    """Issue 7: all or nothing, also where both look before either has written."""
    assert two_at_once == [201, 400]
    assert counted(machine) == 300
    with within(machine.here):
        assert Event.objects.filter(organization_id=machine.here, name="accounts.opened").count() == 300


def test_a_bulk_needs_the_right_to_create(machine: Machine) -> None:
    reader = Machine(machine.organization, rights=["accounts.read"])
    assert reader.post("accounts/", many(2)).status_code == 403
    assert counted(machine) == 0
