"""Plans are shown and closed straight in the list, found by words and state (SB-13 to SB-15)."""

import re

import pytest

from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.catalog.queries import offers
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.business import BusinessClient

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ours() -> Organization:
    return make.organization()


def page_of(client: BusinessClient, asked: str = "") -> str:
    return client.get(client.path("sb_plans") + asked).content.decode()


def codes(page: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?<code class="sb-muted">(.*?)</code>', page, re.DOTALL)


def test_a_plan_is_enabled_on_itself_and_shows_all_its_terms_sb_13_sb_14_sb_15(ours: Organization) -> None:
    """SB-13, SB-14, SB-15: closed at first; one press shows it with the terms that come later, too."""
    plan = make.plan(ours, self_service_enabled=False)
    make.terms(plan)
    client = business.as_manager(ours)
    client.post(client.path("sb_plan_switch", plan.id), {"on": "1"})
    make.terms(plan)
    with within(OrganizationId(ours.id)):
        assert Plan.objects.get().self_service_enabled
        assert len(offers(OrganizationId(ours.id))[0].all_terms) == 2  # type: ignore[attr-defined]


def test_a_press_is_taken_back_on_the_page_that_tells_of_it_sb_14(ours: Organization) -> None:
    """SB-14: the next page has the way back, keeps the search, and pressing twice records one fact."""
    plan = make.plan(ours, code="basis", self_service_enabled=False)
    client = business.as_manager(ours, language="en")
    press = client.path("sb_plan_switch", plan.id)
    for _ in range(2):
        told = client.post(f"{press}?q=bas&tilstand=lukket&andet=x", {"on": "1"})
    assert told["Location"] == f"{client.path('sb_plans')}?q=bas&tilstand=lukket&skiftet={plan.id}"
    page = client.get(told["Location"]).content.decode()
    assert "in the portal now" in page and "Undo" in page
    (way,) = re.findall(r'action="([^"]+/portal/\?[^"]*)"', page)
    assert 'name="on" value="0"' in page
    client.post(way.replace("&amp;", "&"), {"on": "0"})
    with within(OrganizationId(ours.id)):
        assert not Plan.objects.get().self_service_enabled
        names = list(
            Event.objects.filter(name__contains="for_self_service").order_by("at").values_list("name", "actor_kind")
        )
    assert names == [
        ("catalog.plan_enabled_for_self_service", "user"), ("catalog.plan_disabled_for_self_service", "user"),
    ]  # fmt: skip


def test_plans_are_found_by_words_and_state(ours: Organization) -> None:
    make.terms(make.plan(ours, code="basis", name_da="Basis"), code="b-maaned")
    make.terms(make.plan(ours, code="fri", name_da="Fri træning", self_service_enabled=False), code="f-aar")
    make.plan(ours, code="ny", name_da="Ny", self_service_enabled=False)
    client = business.as_manager(ours)
    assert codes(page_of(client)) == ["basis", "fri", "ny"]
    assert codes(page_of(client, "?q=TRÆN")) == codes(page_of(client, "?q=f-aar")) == ["fri"]
    assert codes(page_of(client, "?tilstand=i-portalen")) == ["basis"]
    assert codes(page_of(client, "?tilstand=lukket")) == ["fri", "ny"]
    assert codes(page_of(client, "?tilstand=uden-priser")) == ["ny"]
    assert codes(page_of(client, "?q=findes+ikke")) == [] and codes(page_of(client, "?tilstand=andet")) != []


def test_a_long_list_is_turned_page_by_page(ours: Organization) -> None:
    for number in range(51):
        make.plan(ours, code=f"p{number:02}", name_da=f"Plan {number}")
    client = business.as_manager(ours)
    assert (len(codes(page_of(client))), codes(page_of(client, "?page=2"))) == (50, ["p50"])


def test_whoever_may_only_look_sees_no_way_to_change_sec_24(ours: Organization) -> None:
    """SEC-24: the list is for reading; the pages and the presses that change are refused with their code."""
    plan = make.plan(ours)
    terms = make.terms(plan)
    reader = business.as_member(ours, business.member(ours, grants={SELVBETJENING: ["view"]}), language="en")
    page = page_of(reader)
    assert terms.code in page
    assert "/portal/" not in page and "Add terms" not in page and "New plan" not in page
    for name, row in (("sb_plan", plan.id), ("sb_terms", terms.id), ("sb_terms_moves", terms.id)):
        assert reader.get(reader.path(name, row)).status_code == 403
    assert reader.post(reader.path("sb_plan_switch", plan.id), {"on": "0"}).status_code == 403
    with within(OrganizationId(ours.id)):
        assert Plan.objects.get().self_service_enabled


def test_a_code_ends_from_its_list_and_the_others_stay(ours: Organization) -> None:
    """Codes are found by words and state; one that has ended says so and has no press."""
    client = business.as_manager(ours, language="en")
    for code in ("VINTER", "SOMMER"):
        client.post(client.path("sb_coupon_add"), {"code": code, "percent": "10"})
    page = client.get(client.path("sb_coupons") + "?q=vint").content.decode()
    assert "VINTER" in page and "SOMMER" not in page
    (press,) = re.findall(r'action="([^"]+/slut/)"', page)
    client.post(press)
    ended = client.get(client.path("sb_coupons") + "?tilstand=slut").content.decode()
    assert "VINTER" in ended and "SOMMER" not in ended and "/slut/" not in ended
