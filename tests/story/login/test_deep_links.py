"""Links into one act survive the login, whichever way it goes (XB-18, XB-05, LG-10, XB-39 by its mail)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make, outbox, portal
from tests.story.login import login_steps as steps
from tests.story.portal.world import World, world

pytestmark = pytest.mark.usefixtures("database")


def refused(company: Organization, path: str) -> tuple[portal.PortalClient, str]:
    """A browser that is not logged in opens the link; where it is sent, and what the login page will send back."""
    client = steps.browser(company)
    answer = client.get(path)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert f'name="next" value="{path}"' in page
    return client, path


@pytest.mark.parametrize("path", ["/fakturaer/?page=2", "/abonnementer/", "/til/opsig/A-1/", "/oplysninger/mine-data/"])
@pytest.mark.parametrize("way", ["link", "code", "another device", "expired"])
def test_the_wanted_page_survives_every_way_in(
    path: str, way: str, now: steps.Watch, posted: list[outbox.Mail]
) -> None:
    """XB-18, XB-05, XB-02, LG-09, LG-10."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client, wanted = refused(company, path)
    steps.ask(client, anna.email, next=wanted)
    mail = steps.mailed(company, posted, anna.email)
    if way == "code":
        answer = client.post("/log-ind/sendt/", {"code": mail.code})
    elif way == "link":
        client.get(mail.path)
        answer = client.post("/log-ind/fortsaet/")
    elif way == "another device":
        telephone = steps.browser(company)
        telephone.get(mail.path)
        answer = telephone.post("/log-ind/fortsaet/", {"code": mail.code})
    else:
        now.at += timedelta(minutes=31)
        client.get(mail.path)
        client.post("/log-ind/nyt-link/")
        client.get(steps.mailed(company, posted, anna.email).path)
        answer = client.post("/log-ind/fortsaet/")
    assert answer.headers["Location"] == path


def test_who_is_in_already_goes_there_at_once() -> None:
    """XB-18, SEC-138: the login page itself as a link, and never off the host or in a circle."""
    company = make.organization()
    client = portal.client(company, make.recipient(make.account(company)))
    for wanted, target in (
        ("/fakturaer/?page=2", "/fakturaer/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/log-ind/?next=/fakturaer/", "/"),
    ):
        assert client.get("/log-ind/", {"next": wanted}).headers["Location"] == target


def test_a_new_customer_lands_on_the_plan_of_the_link(posted: list[outbox.Mail]) -> None:
    """XB-18, LG-11: through the sign-up, too."""
    company = make.organization()
    terms = make.terms(make.plan(company), code="guld-mdr")
    client, wanted = refused(company, "/til/pakke/guld-mdr/")
    steps.ask(client, "ny.kunde@example.com", next=wanted)
    client.get(steps.mailed(company, posted, "ny.kunde@example.com").path)
    assert client.post("/log-ind/fortsaet/").headers["Location"] == "/opret/"
    form = {
        "name": "Ny Kunde", "address_line": "Vej 1", "postal_code": "8000", "city": "Aarhus C", "country": "DK",
        "language": "da", "adult": "on",
    }  # fmt: skip
    done = client.post("/opret/?kundetype=privat", form)
    assert done.headers["Location"] == "/til/pakke/guld-mdr/", done.content
    assert client.get("/til/pakke/guld-mdr/").headers["Location"] == f"/nyt-abonnement/{terms.id}/"


@pytest.fixture
def ours(database: str) -> World:
    made = world()
    with within(made.id):
        Subscription.objects.filter(id=made.subscription.id).update(code="A-1001")
    return made


def test_links_with_the_company_s_own_numbers_lead_to_the_page(ours: World) -> None:
    """XB-18: subscription, cancellation, change, plan, invoice."""
    client, mine = ours.client(), ours.reload()
    one = f"/abonnementer/{mine.id}/"
    links = {
        f"/til/abonnement/{mine.code}/": one,
        f"/til/opsig/{mine.code}/": f"{one}opsig/",
        f"/til/skift/{mine.code}/": f"{one}skift/",
        f"/til/pakke/{ours.large.code}/": f"/nyt-abonnement/{ours.large.id}/",
        f"/til/faktura/{ours.invoice.number}/": f"/fakturaer/{ours.invoice.id}/",
    }
    assert {path: client.get(path).headers["Location"] for path in links} == links
    assert all(client.get(target).status_code == 200 for target in links.values())


def test_a_neighbour_s_number_is_an_unknown_one(ours: World) -> None:
    """SB-01, XB-18: the same answer as for a number that nobody has."""
    stranger = make.recipient(make.account(ours.organization))
    client, code = portal.client(ours.organization, stranger), ours.reload().code
    for path in (f"abonnement/{code}", f"opsig/{code}", f"skift/{code}", f"faktura/{ours.invoice.number}"):
        unknown = path.rpartition("/")[0] + "/404404"
        assert (client.get(f"/til/{path}/").status_code, client.get(f"/til/{unknown}/").status_code) == (404, 404)
    assert client.get(f"/til/faktura/{10**30}/").status_code == 404
