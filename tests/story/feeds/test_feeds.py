"""The customer's own feeds: her calendar, and her documents for her program (CM-09)."""

import json
import re
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from icalendar import Calendar

from selvbetjening.domain.accounts.actions.customer_tokens import admit, make_token
from selvbetjening.domain.accounts.actions.recipients import admit as let_in
from selvbetjening.domain.accounts.actions.recipients import bar, remove
from selvbetjening.domain.accounts.models import CustomerToken
from selvbetjening.domain.accounts.rules.tokens import DOCUMENT_CALLS, MOST
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import make, portal
from tests.story.portal.world import World, world

BOTH = ("use_calendar_feed", "use_customer_api", "view_invoices", "download_invoices", "download_einvoice")


@pytest.fixture
def company() -> World:
    made = world()
    made.allow(*BOTH)
    return made


def token(company: World, kind: str = "calendar", name: str = "Telefon") -> str:
    return make_token(
        company.id, recipient=company.recipient.id, kind=kind, name=name, actor=SYSTEM, at=clock.now()
    ).secret  # fmt: skip


def program(company: World, secret: str, path: str = "/customer-api/v1/invoices/", **headers: str) -> Any:
    given = {"Authorization": f"Bearer {secret}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return portal.client(company.organization).get(path, headers=given)


def days(answer: Any) -> dict[str, Any]:
    """The calendar by the beginning of each UID, as a calendar program reads it."""
    found = Calendar.from_ical(answer.content)
    return {str(event["uid"]).split("-")[0]: event for event in found.walk("VEVENT")}


def test_made_shown_once_listed_and_revoked(company: World) -> None:
    """CM-09: the address is shown on the page that made it and nowhere after; revoked, it opens nothing at once."""
    client = company.client()
    assert "Ingen kalender" in client.get("/oplysninger/kalender/").content.decode()
    made = client.post("/oplysninger/kalender/", {"name": "Pixel 9"})
    address = re.search(r"https://[^<]+/kalender/[^<]+\.ics", made.content.decode())
    assert address and made.headers["Referrer-Policy"] == "no-referrer"
    path = "/" + address[0].split("/", 3)[3]
    secret = path.split("/")[-1].removesuffix(".ics")
    assert portal.client(company.organization).get(path).status_code == 200
    page = client.get("/oplysninger/kalender/").content.decode()
    assert secret not in page and f"…{secret[-4:]}" in page and "Pixel 9" in page
    with within(company.id):
        row = CustomerToken.objects.get()
        assert secret.encode() not in bytes(row.digest) and row.used_on == clock.today()
    client.post("/oplysninger/kalender/", {"revoke": str(row.id)})
    assert portal.client(company.organization).get(path).status_code == 404
    assert "Pixel 9" not in client.get("/oplysninger/kalender/").content.decode()
    with within(company.id):
        events = Event.objects.filter(name__contains="customer_token").order_by("name")
        told = list(events.values_list("name", "data"))
    assert [name for name, _data in told] == ["accounts.customer_token_made", "accounts.customer_token_revoked"]
    assert secret not in json.dumps([data for _name, data in told])


def test_making_wants_a_fresh_login(company: World, present: Any) -> None:
    """CM-09, XB-37: after fifteen minutes a login link is offered instead; looking and revoking ask for nothing."""
    client = company.client()
    secret = token(company)
    present(clock.now() + timedelta(minutes=16))
    assert client.get("/oplysninger/kalender/").status_code == 200
    client.post("/oplysninger/kalender/", {"name": "Ny"})
    with within(company.id):
        row = CustomerToken.objects.get()
    client.post("/oplysninger/kalender/", {"revoke": str(row.id)})
    assert portal.client(company.organization).get(f"/kalender/{secret}.ics").status_code == 404


def test_the_days_are_whole_days_and_keep_their_names(company: World, present: Any) -> None:
    """CM-09: due day, renewal, end and binding as all-day events with stable UIDs; the same days are the same bytes."""
    with within(company.id):
        Subscription.objects.update(committed_until=date(2026, 9, 1))
    client, path = portal.client(company.organization), f"/kalender/{token(company)}.ics"
    first = client.get(path)
    assert first.headers["Content-Type"].startswith("text/calendar")
    assert first.headers["Cache-Control"] == "no-store" and first.headers["Referrer-Policy"] == "no-referrer"
    found = days(first)
    assert set(found) == {"due", "renewal", "binding"}
    due = found["due"]
    assert due["dtstart"].dt == company.invoice.due_on and due["dtend"].dt == company.invoice.due_on + timedelta(days=1)
    assert b"DTSTART;VALUE=DATE:" in first.content and "250,00\xa0kr." in str(due["summary"])
    assert found["renewal"]["dtstart"].dt == company.subscription.renews_on or found["renewal"]["dtstart"].dt > date(
        2026, 3, 11
    )
    assert all(len(line) <= 75 for line in first.content.split(b"\r\n"))
    present(clock.now() + timedelta(hours=5))
    again = client.get(path)
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    pay(company)
    after = days(client.get(path))
    assert set(after) == {"renewal", "binding"} and after["renewal"]["uid"] == found["renewal"]["uid"]


def pay(company: World) -> None:
    record_manual_payment(
        company.id, invoice=company.invoice.id, amount=company.invoice.total, paid_on=clock.today(), reference="1",
        actor=SYSTEM, at=clock.now(),
    )  # fmt: skip


def test_in_the_accounts_language_and_never_broken_by_a_name(company: World) -> None:
    """CM-09: a plan's name with signs that mean something to iCalendar, and a lone carriage return, stays one text."""
    with within(company.id):
        type(company.basic).objects.filter(id=company.basic.id).update(name_da="Æ", name_en="Æ;b,c\\d\rATTENDEE:x")
        type(company.account).objects.filter(id=company.account.id).update(language="en")
    answer = portal.client(company.organization).get(f"/kalender/{token(company)}.ics")
    found = days(answer)
    assert "renews" in str(found["renewal"]["summary"]) and "Æ;b,c/d" in str(found["renewal"]["summary"])
    assert (
        "attendee" not in found["renewal"]
        and b"\rATTENDEE" not in answer.content
        and b"\nATTENDEE" not in answer.content
    )
    assert "Invoice" in str(found["due"]["summary"])


def test_gone_with_the_person_and_the_companys_choice(company: World) -> None:
    """CM-09: suspended, removed, switched off or closed: 404 at the next call; let in again, the old one stays dead."""
    client = portal.client(company.organization)
    with within(company.id):
        other = make.recipient(company.account, email="to@example.com")
    secrets = [token(company), token(company, "documents")]

    def opens() -> tuple[int, int]:
        return client.get(f"/kalender/{secrets[0]}.ics").status_code, program(company, secrets[1]).status_code

    assert opens() == (200, 200)
    company.allow(*(code for code in BOTH if code != "use_calendar_feed"))
    assert opens() == (404, 200)
    company.allow(*(code for code in BOTH if code != "use_customer_api"))
    assert opens() == (200, 401)
    company.allow(*BOTH)
    with within(company.id):
        Organization.objects.filter(id=company.id).update(self_service_enabled=False)
    assert opens() == (404, 401)
    with within(company.id):
        Organization.objects.filter(id=company.id).update(self_service_enabled=True)
    bar(company.id, recipient=company.recipient.id, actor=SYSTEM, at=clock.now())
    assert opens() == (404, 401)
    let_in(company.id, recipient=company.recipient.id, actor=SYSTEM, at=clock.now())
    assert opens() == (404, 401)
    secrets = [token(company), token(company, "documents")]
    remove(company.id, recipient=company.recipient.id, actor=SYSTEM, at=clock.now())
    assert opens() == (404, 401) and other.id


def test_one_kind_opens_nothing_of_the_other(company: World) -> None:
    """CM-09: a calendar's address fetches no document, and a program's token reads no calendar."""
    calendar, documents = token(company), token(company, "documents")
    assert program(company, calendar).status_code == 401
    assert portal.client(company.organization).get(f"/kalender/{documents}.ics").status_code == 404
    neighbour = world()
    neighbour.allow(*BOTH)
    assert program(neighbour, documents).status_code == 401
    assert portal.client(neighbour.organization).get(f"/kalender/{calendar}.ics").status_code == 404


def test_documents_are_listed_and_fetched_and_stand_in_the_log(company: World) -> None:
    """CM-09, CM-10: list, PDF and XML of the own account only; every call stands in the log with the token's name."""
    secret = token(company, "documents", "Bogholderi")
    listed = program(company, secret).json()
    assert (listed["count"], listed["next"]) == (1, None)
    row = listed["results"][0]
    assert (row["kind"], row["total"], row["outstanding"]) == ("invoice", "250.00", "250.00")
    pdf = program(company, secret, "/" + row["pdf"].split("/", 3)[3])
    assert (pdf.status_code, pdf.content[:5], pdf.headers["Cache-Control"]) == (200, b"%PDF-", "no-store")
    xml = program(company, secret, "/" + row["xml"].split("/", 3)[3])
    assert (xml.status_code, xml.headers["Content-Type"]) == (200, "application/xml")
    path = "/" + row["pdf"].split("/", 3)[3]
    assert program(company, secret, path, If_None_Match=pdf.headers["ETag"]).status_code == 304
    neighbour = world()
    theirs = program(company, secret, f"/customer-api/v1/invoices/{neighbour.invoice.id}/pdf/")
    assert (theirs.status_code, theirs.json()["code"]) == (404, "not_found")
    company.allow("use_customer_api", "view_invoices", "view_activity_log")
    assert program(company, secret).status_code == 200
    log = company.client().get("/logbog/").content.decode()
    assert log.count("Et program hentede dokumenter") >= 4 and "Bogholderi" in log


def test_an_account_of_business_without_the_right(company: World) -> None:
    """CM-09: what the company does not offer in the portal, it does not offer a program."""
    with within(company.id):
        type(company.account).objects.filter(id=company.account.id).update(party_type="business")
    secret = token(company, "documents")
    company.allow("use_customer_api", "view_invoices")
    row = program(company, secret).json()["results"][0]
    assert (row["pdf"], row["xml"]) == (None, None)
    refused = program(company, secret, f"/customer-api/v1/invoices/{row['id']}/pdf/")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")


def test_never_more_than_its_limit_at_the_same_time(company: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """CM-09, done when: of many calls at once exactly as many are let in as the limit says."""
    secret = token(company, "documents")
    monkeypatch.setitem(
        __import__("selvbetjening.domain.accounts.rules.tokens", fromlist=["LIMITS"]).LIMITS,
        "documents", type(DOCUMENT_CALLS)("customer_documents", 5),
    )  # fmt: skip
    start, let, at = Barrier(12), [], clock.now()

    def call() -> None:
        start.wait(30)
        found = admit(company.id, token=secret, kind="documents", network="198.51.100.7", at=at)
        let.append(found.again_at is None)
        connections.close_all()

    many = [Thread(target=call) for _ in range(12)]
    for one in many:
        one.start()
    for one in many:
        one.join(60)
    assert (len(let), sum(let)) == (12, 5)


def test_too_often_and_guessed(company: World) -> None:
    """CM-09: over the limit 429 with Retry-After; wrong tokens of one network run out, too."""
    client = portal.client(company.organization)
    codes = [client.get("/kalender/forkert.ics").status_code for _ in range(32)]
    assert codes[0] == 404 and codes[-1] == 429
    path = f"/kalender/{token(company)}.ics"
    answers = [client.get(path) for _ in range(61)]
    assert (answers[59].status_code, answers[60].status_code) == (200, 429)
    assert int(answers[60].headers["Retry-After"]) > 0


def test_the_secret_stands_in_no_log(company: World, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    """CM-09, SEC-143: neither a found nor a wrong token, nor the one in a header, is written anywhere."""
    secret, other = token(company), token(company, "documents")
    with caplog.at_level("DEBUG"):
        portal.client(company.organization).get(f"/kalender/{secret}.ics")
        portal.client(company.organization).get(f"/kalender/x{secret}.ics")
        program(company, other)
    written = caplog.text + "".join(capfd.readouterr())
    assert secret not in written and other not in written


def test_five_of_a_kind(company: World) -> None:
    """CM-09: a sixth is refused at the field, with what to do."""
    for place in range(MOST):
        token(company, name=f"Nr. {place}")
    refused = company.client().post("/oplysninger/kalender/", {"name": "Nr. 6"}).content.decode()
    assert "Du har allerede fem" in refused
    with within(company.id):
        assert CustomerToken.objects.count() == MOST


def test_forgotten_with_the_person(company: World) -> None:
    """CM-09, GDP-4: erasing the account takes its tokens out of the table."""
    from selvbetjening.domain.rights.actions.forget_person import forget_person

    token(company)
    with within(company.id):
        forget_person(company.id, person=company.recipient, at=clock.now())
        assert not CustomerToken.objects.exists()
