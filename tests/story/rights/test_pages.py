"""The customer's pages: log, proof, own data, statements (CM-10, XB-39, ACC-2, GDP-1, COO-1)."""

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings

from selvbetjening.domain.history.actions.forget import forget_values
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.history.models import AnchorWish
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.rights.actions.export import make_export
from selvbetjening.domain.rights.actions.mail_anchors import mail_all_anchors, mail_anchors
from selvbetjening.domain.rights.models import DataExport
from selvbetjening.domain.subscriptions.events import SubscriptionEnded
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import new_id
from tests import make, portal
from tests.house.templates_sql import no_sql_in_templates
from tests.story.rights.people import AT, Customer, customer

pytestmark = pytest.mark.usefixtures("database")
NOW = AT + timedelta(hours=1)
PAGES = {
    "/logbog/": ("Logbog", "Log"),
    "/logbog/kontrol/": ("Logbogen er hel", "The log is whole"),
    "/oplysninger/mine-data/": ("Lav filen", "Make the file"),
    "/tilgaengelighed/": ("Sikkerhedsstyrelsen", "Sikkerhedsstyrelsen"),
    "/privatliv/": ("Kun cookies", "Only cookies"),
}
BEHIND_LOGIN = ["/logbog/", "/logbog/hent/", "/logbog/kontrol/", "/oplysninger/mine-data/"]


@pytest.fixture(autouse=True)
def present() -> Iterator[None]:
    clock.set_source(lambda: NOW)
    yield
    clock.reset()


def browser(mine: Customer, language: str = "da") -> portal.PortalClient:
    return portal.client(mine.owner, mine.person, language=language)


def body(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def choose(mine: Customer, **choices: Any) -> None:
    with within(mine.organization):
        Organization.objects.update(choices=choices)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_is_complete_in_its_language(path: str, language: str) -> None:
    """CM-10, XB-42, ACC-2, GDP-2."""
    with no_sql_in_templates():
        response = browser(customer("Anders"), language).get(path)
    html = body(response)
    assert response.status_code == 200
    assert PAGES[path][0 if language == "da" else 1] in html
    assert f'<html lang="{language}">' in html and len(re.findall("<h1", html)) == 1
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", BEHIND_LOGIN)
def test_strangers_go_to_the_login_and_come_back(path: str) -> None:
    """SB-01, XB-18."""
    response = portal.client(make.organization()).get(path)
    assert response.status_code == 302
    assert response.headers["Location"] == "/log-ind/?next=" + path.replace("/", "%2F")


@pytest.mark.parametrize("path", ["/tilgaengelighed/", "/privatliv/"])
def test_statements_are_for_everybody(path: str) -> None:
    """ACC-2, GDP-1: also for who cannot log in, with a way to them at the foot of every page."""
    company = make.organization(choices={"accessibility_contact": "adgang@nordlys.example"})
    client = portal.client(company)
    assert client.get(path).status_code == 200
    assert f'href="{path}"' in body(client.get("/log-ind/"))
    assert "adgang@nordlys.example" in body(client.get("/tilgaengelighed/"))
    without = portal.client(make.organization())
    assert "hej@nordlys.example" in body(without.get("/tilgaengelighed/"))


@pytest.mark.parametrize(
    ("path", "act"), [("/logbog/", "view_activity_log"), ("/oplysninger/mine-data/", "export_data")]
)
def test_a_permission_off_closes_page_and_way(path: str, act: str) -> None:
    """SB-05; GDP-3: a consumer may take the data out whatever the company chose, a company's customer may not."""
    for party, floor in (("consumer", act == "export_data"), ("business", False)):
        owner = make.organization(allowed_acts=["view_invoices"])
        mine = customer("Bent", owner, party_type=party)
        assert browser(mine).get(path).status_code == (200 if floor else 404)
        assert (f'href="{path}"' in body(browser(mine).get("/oplysninger/"))) is floor


def test_the_log_tells_who_did_what() -> None:
    """CM-10: the customer, somebody else on the account, the company's staff, an API, the system."""
    mine = customer("Carla")
    colleague = make.recipient(mine.account, name="Kaj Kollega")
    for actor in (SYSTEM, Actor("staff", "7"), Actor("api", str(new_id())), Actor("recipient", str(colleague.id))):
        fact = SubscriptionEnded(account=mine.account.id, subscription=new_id(), ended_on=AT.date())
        record(mine.organization, fact=fact, actor=actor, at=AT)
    html = body(browser(mine).get("/logbog/"))
    for words in (
        "Dig",
        "Kaj Kollega",
        "Nordlys Træning ApS, medarbejder",
        "et andet system (API)",
        "Systemet, af sig",
    ):
        assert words in html, words
    assert mine.person.email in html and "10. marts 2026" in html


def test_staff_are_named_only_where_the_company_says_so() -> None:
    """CM-10: by role, or by name (setting)."""
    from django.contrib.auth.models import User

    staff = User.objects.create(username=f"olga-{new_id().hex[:6]}", is_staff=True)
    mine = customer("Ditte")
    fact = SubscriptionEnded(account=mine.account.id, subscription=new_id(), ended_on=AT.date())
    record(mine.organization, fact=fact, actor=Actor("staff", str(staff.pk)), at=AT)
    assert staff.username not in body(browser(mine).get("/logbog/"))
    choose(mine, log_names_staff="name")
    assert staff.username in body(browser(mine).get("/logbog/"))


def test_the_log_is_narrowed_and_paged() -> None:
    """CM-10."""
    mine = customer("Erna")
    for number in range(55):
        fact = SubscriptionEnded(account=mine.account.id, subscription=new_id(), ended_on=AT.date())
        record(mine.organization, fact=fact, actor=SYSTEM, at=AT - timedelta(days=number))
    client = browser(mine)

    def rows(query: str) -> int:
        return body(client.get(f"/logbog/?{query}")).count('<th scope="row">')

    assert (rows(""), rows("page=2"), rows("page=99")) == (50, 6, 6)
    assert rows("type=oplysninger") == 1
    assert rows("type=abonnementer&fra=2026-03-09&til=2026-03-10") == 2
    assert rows("fra=2026-03-10") == 2
    assert rows("type=fakturaer") == 0
    assert rows("til=9999-12-31") == 50
    assert "Skriv dagen som" in body(client.get("/logbog/?fra=i-morgen"))
    assert client.get("/logbog/?type=../x&page=-1").status_code == 200


def test_the_log_is_downloaded_and_fits_its_page() -> None:
    """CM-10: only the own account's, with the hashes that the page shows."""
    mine, other = customer("Finn"), customer("Grete")
    client = browser(mine)
    response = client.get("/logbog/hent/")
    log = json.loads(body(response))
    assert "logbog.json" in response.headers["Content-Disposition"]
    assert log["head"]["hash"] in body(client.get("/logbog/kontrol/"))
    assert [row["entry"]["account"] for row in log["entries"]] == [str(mine.account.id)]
    head = log["head"]["hash"]
    assert "Den passer" in body(client.get(f"/logbog/kontrol/?kontrolsum={head[:32]}%20{head[32:].upper()}"))
    foreign = json.loads(body(browser(other).get("/logbog/hent/")))["head"]["hash"]
    assert "Den passer ikke" in body(client.get(f"/logbog/kontrol/?kontrolsum={foreign}"))
    assert "64 tal og bogstaver" in body(client.get("/logbog/kontrol/?kontrolsum=abc"))


def test_the_last_hash_is_mailed_once_a_day_to_who_asked() -> None:
    """CM-10: on request, when there is a new one, and to nobody who may not read the log any more."""
    mine = customer("Hanne")
    client = browser(mine)
    client.post("/logbog/kontrol/", {})
    client.post("/logbog/kontrol/", {})
    assert mail_all_anchors(at=AT) >= 1
    assert [mail_anchors(mine.organization, at=AT) for _ in range(2)] == [1, 0]
    head = json.loads(body(client.get("/logbog/hent/")))["head"]
    with within(mine.organization):
        told = Message.objects.get(kind="log_anchor")
        assert head["hash"] in told.text and told.to_address == mine.person.email
        assert AnchorWish.objects.count() == 1
    record(
        mine.organization,
        fact=SubscriptionEnded(account=mine.account.id, subscription=new_id(), ended_on=AT.date()),
        actor=SYSTEM,
        at=AT,
    )
    with within(mine.organization):
        type(mine.person).objects.filter(id=mine.person.id).update(has_self_service_access=False)
    assert mail_anchors(mine.organization, at=AT) == 0
    with within(mine.organization):
        over = {"has_self_service_access": True, "ends_on": AT.date()}  # XB-32: the first day without access
        type(mine.person).objects.filter(id=mine.person.id).update(**over)
    assert mail_anchors(mine.organization, at=AT) == 0
    with within(mine.organization):
        type(mine.person).objects.filter(id=mine.person.id).update(ends_on=None)
    client.post("/logbog/kontrol/", {"stop": "1"})
    assert mail_anchors(mine.organization, at=AT) == 0


def test_the_data_are_asked_for_made_and_fetched() -> None:
    """XB-39, GDP-3: the page in its three states, the download, and that it is written down."""
    mine, other = customer("Inge"), customer("Jens")
    client = browser(mine)
    assert client.post("/oplysninger/mine-data/").status_code == 302
    assert "0 % er klar" in body(client.get("/oplysninger/mine-data/"))
    with within(mine.organization):
        export = DataExport.objects.get()
    assert client.get(f"/oplysninger/mine-data/{export.id}/").status_code == 404
    make_export(mine.organization, data_export=export.id, at=NOW)
    address = f"/oplysninger/mine-data/{export.id}/"
    assert address in body(client.get("/oplysninger/mine-data/"))
    fetched = client.get(address)
    streamed: Any = fetched
    content = b"".join(streamed.streaming_content)
    assert int(fetched.headers["Content-Length"]) == len(content)
    assert "data.json" in ZipFile(io.BytesIO(content)).namelist()
    assert "blev hentet" in body(client.get("/logbog/"))
    colleague = make.recipient(mine.account)
    for stranger in (portal.client(mine.owner, colleague), browser(other)):
        assert stranger.get(address).status_code == 404
    clock.set_source(lambda: NOW + timedelta(hours=24))
    fresh = browser(mine)
    assert address not in body(fresh.get("/oplysninger/mine-data/"))


def test_rights_are_asked_again_at_the_download() -> None:
    """SEC-123: whoever lost the permission in between gets nothing."""
    mine = customer("Karl", party_type="business")
    client = browser(mine)
    client.post("/oplysninger/mine-data/")
    with within(mine.organization):
        export = DataExport.objects.get()
    make_export(mine.organization, data_export=export.id, at=NOW)
    with within(mine.organization):
        type(mine.person).objects.filter(id=mine.person.id).update(role="reader")
    assert client.get(f"/oplysninger/mine-data/{export.id}/").status_code == 404


def test_no_other_cookie_is_ever_set() -> None:
    """COO-1: a walk over the pages, logged out and in; every cookie is one that the privacy page names."""
    mine = customer("Lise")
    allowed = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    allowed |= {"__Host-login", "__Host-link"}
    seen: set[str] = set()
    for client in (portal.client(mine.owner), browser(mine)):
        for path in ("/", "/log-ind/", "/hjaelp/", "/fakturaer/", "/oplysninger/ret/", *PAGES):
            response = client.get(path)
            seen |= set(response.cookies)
            assert not re.search(r'(src|href)="https?://', body(response)), path  # nothing of anybody else's
    client = portal.client(mine.owner)
    client.post("/sprog/", {"language": "en"})
    client.post("/log-ind/", {"email": mine.person.email})
    client.get("/log-ind/link/" + "a" * 43 + "/")
    seen |= set(client.cookies)
    assert seen <= allowed, seen - allowed
    assert {settings.LANGUAGE_COOKIE_NAME, "__Host-login", "__Host-link"} <= seen


def test_a_changed_address_stands_in_the_log_until_it_is_erased() -> None:
    """CM-10, GDP-4: from what to what, as a personal value; the chain is whole before and after."""
    mine = customer("Mona")
    client = browser(mine)
    form = {"name": "Mona Eksempel", "address_line": "Nyvej 9", "postal_code": "8000", "city": "Aarhus C"}
    done = client.post("/oplysninger/ret/", {**form, "country": "DK", "language": "da"})
    assert done.status_code == 302, body(done)
    assert "Monavej 7 → Nyvej 9" in body(client.get("/logbog/"))
    forget_values(mine.organization, account=mine.account.id)
    assert "Nyvej 9" not in body(client.get("/logbog/")) and "slettet" in body(client.get("/logbog/"))
    assert "Logbogen er hel" in body(client.get("/logbog/kontrol/"))
