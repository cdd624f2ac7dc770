"""What other systems did stands in the company's log, with the system and its user (fenerum-api.md section 1)."""

import pytest

from selvbetjening.domain.identity.models import ApiCall, ApiUser
from selvbetjening.domain.tenancy.within import within
from tests import business
from tests.api.client import Machine, account_body


def rows(client: business.BusinessClient, query: str = "") -> str:
    return client.get(client.path("log") + query).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize(("language", "over"), [("da", "API-bruger"), ("en", "API user")])
def test_the_log_names_system_and_user(machine: Machine, stranger: Machine, language: str, over: str) -> None:
    """Section 1, BP-34: X-Client-System and X-User beside what they did; one that named nothing is said to."""
    manager = business.as_manager(machine.organization, language=language)
    body = account_body(code="LOG-1")
    assert machine.post("accounts/", body, X_Client_System="Bogholder 3", X_User="kim <b>").status_code == 201
    assert machine.put("accounts/LOG-1/", {"erp_id": "7"}).status_code == 200
    assert stranger.post("accounts/", account_body(), X_Client_System="Fremmed", X_User="eva").status_code == 201
    with within(machine.here):
        name = ApiUser.objects.get(id=machine.api_user).name
    shown = rows(manager, "?person=api")
    assert f"{over} {name}: Bogholder 3, kim &lt;b&gt;" in shown and "LOG-1" in shown
    assert f"{over} {name}: " + ("program ikke oplyst" if language == "da" else "application not named") in shown
    assert "Fremmed" not in shown and "eva" not in shown
    assert "Bogholder 3" in rows(manager) and "Bogholder 3" in rows(manager, "?kind=kunder")
    file = manager.get(manager.path("log") + "?fil=csv&person=api").content.decode("utf-8-sig")
    assert "Bogholder 3, kim <b>" in file
    member = business.as_member(machine.organization, business.member(machine.organization))
    assert "Bogholder" not in rows(member) and "Bogholder" not in rows(member, "?person=api")


def test_the_user_goes_after_a_time_and_the_system_stays(machine: Machine) -> None:
    """Decision 93: who used the program is forgotten; which program it was stands in the book for ever."""
    assert machine.post("accounts/", account_body(), X_Client_System="Bogholder 3", X_User="kim").status_code == 201
    with within(machine.here):
        ApiCall.objects.filter(organization_id=machine.here).delete()  # as `identity.actions.purge` does in time
    shown = rows(business.as_manager(machine.organization), "?person=api")
    assert "Bogholder 3" in shown and "kim" not in shown
