"""What the pages about users say of somebody who is suspended, of the only manager, and of a review not yet made."""

import pytest

from selvbetjening.domain.access.permissions import SELVBETJENING
from tests import make
from tests.business import as_manager, member

pytestmark = pytest.mark.usefixtures("database")


def test_what_a_suspended_user_holds_is_switched_off_bp_22() -> None:
    """BP-22: nothing is offered to be renewed, and nothing is called active, while it opens nothing."""
    company = make.organization()
    client = as_manager(company)
    for state, said, unsaid in (("active", "Forlæng", "Slukket"), ("suspended", "Slukket", "Forlæng")):
        row = member(company, state=state, grants={SELVBETJENING: ["view"]})
        page = client.get(client.path("member", row.id)).content.decode()
        assert said in page and unsaid not in page, state
        assert (">Aktiv<" in page) is (state == "active")


def test_the_only_manager_is_not_offered_to_write_to_herself_bp_31() -> None:
    """BP-31: she is told to invite another one; with a second one she may write to all."""
    company = make.organization()
    client = as_manager(company)
    page = client.get(client.path("managers")).content.decode()
    assert "Du er den eneste." in page and client.path("message") not in page
    assert "Hvem kan hjælpe mig?" not in client.get(client.path("front")).content.decode()
    assert client.get(client.path("message")).headers["Location"] == client.path("managers")
    member(company, role="access_manager")
    assert "Skriv til alle Access Managere" in client.get(client.path("managers")).content.decode()
    assert client.get(client.path("message")).status_code == 200


def test_the_review_says_what_it_is_before_the_first_bp_27() -> None:
    """BP-27."""
    client = as_manager(make.organization())
    page = client.get(client.path("review")).content.decode()
    assert "I en gennemgang ser du igennem" in page and "ikke lavet en gennemgang endnu" in page
