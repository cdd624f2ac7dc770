"""Recipients over the API (fenerum-api.md section 10)."""

from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.api.client import Machine


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization)


def made(machine: Machine, account: str, email: str = "bo@fjord.example") -> dict[str, Any]:
    answer = machine.post("recipients/", {"account": account, "name": "Bo Berg", "email": email})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_without_an_account(machine: Machine) -> None:
    """T8: 400 as JSON, with what is missing under its name; an account that is not there is named there, too."""
    answer = machine.post("recipients/", {"name": "Bo Berg", "email": "bo@fjord.example"})
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (400, "application/json")
    assert set(answer.json()) - {"code", "docs"} == {"account"}
    unknown = machine.post("recipients/", {"account": "nobody", "name": "Bo Berg", "email": "bo@fjord.example"})
    assert (unknown.status_code, list(unknown.json()["account"])) == (400, ["There is no account “nobody”."])


def test_by_uuid_and_by_code(machine: Machine, account: Any) -> None:
    """T12: the account is given as uuid or as code; null and left out are the defaults."""
    first = made(machine, str(account.id))
    assert (first["account"], first["account_code"], first["warnings"]) == (str(account.id), account.code, [])
    for default in ("receive_invoice", "receive_payment_confirmation", "receive_subscription_notifications"):
        assert first[default] is True
    assert first["has_self_service_access"] is True
    assert made(machine, account.code, "eva@fjord.example")["account"] == str(account.id)
    listed = machine.get(f"recipients/?account={account.id}").json()
    assert {each["email"] for each in listed["results"]} >= {"bo@fjord.example", "eva@fjord.example"}


def test_changed_and_removed(machine: Machine, account: Any) -> None:
    """T10: PUT leaves out what it was not sent; DELETE answers 204 with nothing in it, and then it is not there."""
    made(machine, account.code, "eva@fjord.example")
    address = f"recipients/{made(machine, account.code)['uuid']}/"
    changed = machine.put(address, {"receive_invoice": "false", "role": "reader"})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["receive_invoice"], changed.json()["role"]) == (False, "reader")
    assert (changed.json()["name"], changed.json()["email"]) == ("Bo Berg", "bo@fjord.example")
    gone = machine.delete(address)
    assert (gone.status_code, gone.content) == (204, b"")
    for answer in (machine.get(address), machine.delete(address)):
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (404, "application/json")


def test_of_another_organization(machine: Machine, stranger: Machine, account: Any) -> None:
    """T18: another organization's recipient is not there, and its account cannot be named."""
    address = f"recipients/{made(machine, account.code)['uuid']}/"
    for answer in (stranger.get(address), stranger.put(address, {"name": "Eva"}), stranger.delete(address)):
        assert answer.status_code == 404
    for reference in (account.code, str(account.id)):
        body = {"account": reference, "name": "Eva", "email": "eva@fjord.example"}
        assert stranger.post("recipients/", body).status_code == 400
    assert machine.get(address).json()["name"] == "Bo Berg"
    with within(stranger.here):
        assert not Recipient.objects.filter(email="eva@fjord.example").exists()


def test_the_same_address_twice(machine: Machine, account: Any) -> None:
    """An address that another account has, too, is saved with a warning, also when it is changed to it."""
    other = make.account(machine.organization)
    assert made(machine, account.code)["warnings"] == []
    assert made(machine, other.code)["warnings"] == ["duplicate_email"]
    third = made(machine, account.code, "eva@fjord.example")
    assert third["warnings"] == []
    changed = machine.patch(f"recipients/{third['uuid']}/", {"email": "BO@fjord.example"})
    assert (changed.status_code, changed.json()["warnings"]) == (200, ["duplicate_email"])
