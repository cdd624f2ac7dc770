"""An operator who is none any more is out of every company with the next request (SEC-27, SEC-34)."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sessions.business import hand_over
from tests import business, make
from tests.story.business.test_view_as import looking
from tests.story.portal.world import world

pytestmark = pytest.mark.usefixtures("database")

ENDS: dict[str, Callable[[User], object]] = {
    "barred": lambda person: User.objects.filter(id=person.id).update(is_active=False),
    "no operator any more": lambda person: User.objects.filter(id=person.id).update(is_staff=False),
    "deleted": lambda person: person.delete(),
}


def operator() -> User:
    return User.objects.get(id=business.operator())


def name_of(ours: Organization) -> str:
    with within(OrganizationId(ours.id)):
        ours.refresh_from_db()
    return str(ours.name)


@pytest.mark.parametrize("way", ENDS)
def test_an_operator_who_is_none_any_more_is_out_sec_27(way: str) -> None:
    """SEC-27, SEC-34: asked at each request: nothing is read and nothing written from then on, nor a link spent."""
    ours, person = make.organization(name="Nordlys Træning"), operator()
    client = business.as_operator(ours, number=person.id)
    token = hand_over(operator=person.id, organization=ours.id, reason="Hjælp til opsætning")
    assert client.get(client.path("sb_general")).status_code == 200
    ENDS[way](person)
    form = {"name": "Overtaget ApS", "country": "DK", "language": "da", "payment_terms_days": "8",
            "login_link_minutes": "10"}  # fmt: skip
    for answer in (client.get(client.path("sb_accounts")), client.post(client.path("sb_general"), form)):
        assert answer.status_code == 302 and "/log-ind/" in answer["Location"]
    assert name_of(ours) == "Nordlys Træning"
    assert business.stranger(ours).post(f"/operatoer/{token}/", {}).status_code == 400


@pytest.mark.parametrize("way", ENDS)
def test_nor_does_she_look_as_a_customer_any_more_sec_27(way: str) -> None:
    """SEC-27, CM-12: a visit to the customers' portal that hangs on hers ends with it."""
    company, person = world(), operator()
    browser = looking(company, business.as_operator(company.organization, number=person.id))
    assert "kun læsning" in browser.get("/").content.decode()
    ENDS[way](person)
    assert "kun læsning" not in browser.get("/").content.decode()
