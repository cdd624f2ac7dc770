"""A bookkeeper from outside: all granted accounts, across companies, in one place, read only (CM-08)."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from selvbetjening.domain.accounts.actions.accountants import invite_accountant, revoke_accountant
from selvbetjening.domain.accounts.models import AccountantGrant
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.identity.models import PortalSession
from selvbetjening.domain.invoicing.actions.credit import Credit, credit
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

NOW = datetime(2026, 4, 15, 9, 0, tzinfo=UTC)


class Who:
    """The bookkeeper of the test that runs: tests clean nothing up, so each has one of its own."""

    email = ""


@pytest.fixture(autouse=True)
def now(database: str) -> Any:
    watch = steps.Watch(NOW)
    Who.email = f"bogholder.{uuid4().hex[:8]}@example.com"
    clock.set_source(watch)
    yield watch
    clock.reset()


class Company:
    """A company with three accounts of one customer and one of somebody else's; each billed monthly since January."""

    def __init__(self, name: str, **values: Any) -> None:
        self.company = make.organization(name=name, **values)
        self.id = OrganizationId(self.company.id)
        terms = make.terms(make.plan(self.company))
        self.accounts = [
            make.account(self.company, name=each, party_type="business") for each in ("Butik A", "Butik B", "Butik C")
        ]
        self.other = make.account(self.company, name="Hemmelig Kunde", party_type="business")
        for account in (*self.accounts, self.other):
            make.subscription(account, terms, started_on=date(2026, 1, 1))
        self.owner = make.recipient(self.accounts[0])
        with within(self.id):
            for month in (1, 2, 3, 4):
                run(self.id, today=date(2026, month, 1), at=datetime(2026, month, 1, 5, tzinfo=UTC))

    def grant(self, account: Any, *, email: str = "", ends_on: date = date(2026, 12, 31)) -> AccountantGrant:
        return invite_accountant(
            self.id, account=account.id, granted_by=self.owner.id, name="Bo", email=email or Who.email,
            scopes=["documents"], ends_on=ends_on, actor=SYSTEM, at=clock.now(),
        )  # fmt: skip

    def invoices(self, account: Any) -> list[Invoice]:
        with within(self.id):
            return list(Invoice.objects.filter(account=account).order_by("number"))


def log_in(posted: list[outbox.Mail]) -> portal.PortalClient:
    """The bookkeeper's browser on the neutral host, after the mailed link."""
    client = portal.PortalClient("bogholder.portal.test", headers={"accept-language": "en"})
    client.defaults["REMOTE_ADDR"] = f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"
    client.get("/log-ind/")
    client.post("/log-ind/", {"email": Who.email})
    received = steps.mailed(Organization(id=PLATFORM), posted, Who.email)
    client.get(received.path)
    assert client.post("/log-ind/fortsaet/").status_code == 302
    return client


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def unzipped(answer: Any) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(answer.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_last_quarter_of_three_accounts_as_one_zip_cm_08(posted: list[outbox.Mail]) -> None:
    """CM-08: the story. PDF, XML, list and manifest; every file's hash is right; what was fetched is unread no more."""
    nordlys = Company("Nordlys")
    for account in nordlys.accounts:
        nordlys.grant(account)
    client = log_in(posted)
    page = client.get("/?fra=2026-01-01&til=2026-03-31")
    assert words(page).count("Butik A") >= 3 and "Hemmelig Kunde" not in words(page)
    assert 'href="/?fra=2026-01-01&amp;til=2026-03-31"' in page.content.decode()
    files = unzipped(client.post("/hent/", {"fra": "2026-01-01", "til": "2026-03-31"}))
    assert len([name for name in files if name.endswith(".pdf")]) == 9
    assert len([name for name in files if name.endswith(".xml")]) == 9
    assert all(files[name].startswith(b"%PDF") for name in files if name.endswith(".pdf"))
    manifest = json.loads(files["manifest.json"])
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"
    }
    lists = [name for name in files if name.endswith("/documents.csv")]
    assert {name.split("/")[1].split(" ", 1)[1] for name in lists} == {"Butik A", "Butik B", "Butik C"}
    assert all(
        len(list(csv.reader(io.StringIO(files[name].decode("utf-8-sig")), delimiter=";"))) == 4 for name in lists
    )
    every = list(csv.DictReader(io.StringIO(files["documents.csv"].decode("utf-8-sig")), delimiter=";"))
    assert len(every) == 9 and {row["company"] for row in every} == {"Nordlys"}
    assert all(row["folder"] + row["file"] in files for row in every)
    assert len(client.get("/?ulaest=1").context["rows"]) == 3, "only April is new"
    again = unzipped(client.post("/hent/", {"fra": "2026-01-01", "til": "2026-03-31"}))
    assert {name: files[name] for name in files if name.endswith((".pdf", ".xml"))} == {
        name: again[name] for name in again if name.endswith((".pdf", ".xml"))
    }


def test_across_companies_in_one_login_cm_08(posted: list[outbox.Mail]) -> None:
    """CM-08, SEC-17, SEC-18: two companies in one list; the doorway's use is written down, and names no address."""
    nordlys, havn = Company("Nordlys"), Company("Havn & Co")
    nordlys.grant(nordlys.accounts[0])
    havn.grant(havn.accounts[1])
    client = log_in(posted)
    rows = client.get("/").context["rows"]
    assert {(row.holding.company, row.holding.name) for row in rows} == {
        ("Nordlys", "Butik A"), ("Havn & Co", "Butik B"),
    }  # fmt: skip
    files = unzipped(client.post("/hent/", {"fra": "2026-04-01"}))
    assert {name.split("/")[0] for name in files if name.endswith(".pdf")} == {"Nordlys", "Havn & Co"}
    uses = DoorwayUse.objects.filter(reason="accounts that a bookkeeper was granted")
    assert uses.exists() and not uses.filter(actor_id__contains="@").exists()
    one = rows[0]
    assert client.get(f"/bilag/{one.holding.grant}/{one.invoice.id}/pdf/").content.startswith(b"%PDF")


def test_credit_notes_are_listed_and_fetched_like_invoices_cm_08(posted: list[outbox.Mail]) -> None:
    """CM-08: books without the credit notes would be wrong by them; the file is written as it is sent."""
    nordlys = Company("Nordlys")
    account = nordlys.accounts[0]
    nordlys.grant(account)
    first = nordlys.invoices(account)[0]
    with within(nordlys.id):
        line = first.lines.all()[0]
    credit(
        nordlys.id, account=account.id, lines=[Credit(invoice_line=line.id, net_minor=1_234, text="Fejl")],
        reason="Fejl", actor=SYSTEM, at=clock.now(),
    )  # fmt: skip
    client = log_in(posted)
    (row,) = [row for row in client.get("/").context["rows"] if row.kind == "credit_note"]
    assert row.invoice.total == -Money(1_543, "DKK") and not row.is_read
    pdf = client.get(f"/bilag/{row.holding.grant}/{row.invoice.id}/pdf/")
    assert pdf.content.startswith(b"%PDF") and "kreditnota-1.pdf" in pdf["Content-Disposition"]
    answer = client.post("/hent/", {})
    assert answer.streaming and 'filename="invoices-2026-01-01-2026-04-15.zip"' in answer["Content-Disposition"]
    files = unzipped(answer)
    (name,) = [name for name in files if name.endswith("kreditnota-1.pdf")]
    assert name.replace(".pdf", ".xml") in files
    listed = csv.DictReader(
        io.StringIO(files[f"{name.rsplit('/', 1)[0]}/documents.csv"].decode("utf-8-sig")), delimiter=";"
    )
    assert [(row["kind"], row["total"]) for row in listed if row["kind"] == "credit_note"] == [
        ("credit_note", "-15,43")
    ]
    assert client.get("/?ulaest=1").context["rows"] == []
    assert not [row for row in client.get("/?ubetalt=1").context["rows"] if row.kind == "credit_note"]


def test_a_revoked_grant_ends_at_the_next_request_cm_08(posted: list[outbox.Mail]) -> None:
    """CM-08: no list, no document, no file; the other grant goes on."""
    nordlys = Company("Nordlys")
    kept, gone = nordlys.grant(nordlys.accounts[0]), nordlys.grant(nordlys.accounts[1])
    client = log_in(posted)
    invoice = nordlys.invoices(nordlys.accounts[1])[0]
    path = f"/bilag/{gone.id}/{invoice.id}/pdf/"
    assert client.get(path).status_code == 200
    owner = portal.client(nordlys.company, nordlys.owner)
    assert owner.post(f"/bogholdere/{gone.id}/afslut/").status_code == 404, "another account's grant is not the owner's"
    assert client.get(path).status_code == 200
    revoke_accountant(
        nordlys.id, account=nordlys.accounts[1].id, grant=gone.id, actor=SYSTEM, at=clock.now()
    )  # fmt: skip
    assert client.get(path).status_code == 404
    assert "Butik B" not in words(client.get("/")) and "Butik A" in words(client.get("/"))
    ticked = {"faktura": f"{gone.id}.{invoice.id}"}
    assert client.post("/hent/", ticked).status_code == 302
    assert owner.post(f"/bogholdere/{kept.id}/afslut/").status_code == 302
    assert "access to no account" in words(client.get("/"))


@pytest.mark.parametrize("way", ["foreign grant", "other account", "ended", "closed", "permission off", "not begun"])
def test_no_listing_leaks_a_foreign_account_cm_08(way: str, posted: list[outbox.Mail], now: steps.Watch) -> None:
    """CM-08, SEC-19: what is not granted now is as what does not exist, byte for byte."""
    nordlys = Company("Nordlys")
    mine = nordlys.grant(nordlys.accounts[0], ends_on=date(2026, 4, 20))
    foreign = nordlys.grant(nordlys.other, email="en.anden@example.com")
    client = log_in(posted)
    grant, invoice = mine.id, nordlys.invoices(nordlys.accounts[0])[0].id
    assert client.get(f"/bilag/{grant}/{invoice}/pdf/").status_code == 200
    unknown = client.get(f"/bilag/{PLATFORM}/{invoice}/pdf/")
    if way == "foreign grant":
        grant, invoice = foreign.id, nordlys.invoices(nordlys.other)[0].id
    if way == "other account":
        invoice = nordlys.invoices(nordlys.other)[0].id
    if way == "ended":
        # The session's own half hour is over, too, by then: what counts is the grant.
        now.at = datetime(2026, 4, 19, 21, 50, tzinfo=UTC)
        client = log_in(posted)
        now.at = datetime(2026, 4, 19, 22, 1, tzinfo=UTC)  # midnight in Copenhagen
    with within(nordlys.id):
        if way == "closed":
            Organization.objects.filter(id=nordlys.id).update(self_service_enabled=False)
        if way == "permission off":
            Organization.objects.filter(id=nordlys.id).update(allowed_acts=["view_invoices"])
        if way == "not begun":
            AccountantGrant.objects.filter(id=mine.id).update(starts_on=date(2026, 4, 16))
    answer = client.get(f"/bilag/{grant}/{invoice}/pdf/")
    assert (answer.status_code, portal.bare(answer)) == (404, portal.bare(unknown))
    assert "Hemmelig Kunde" not in words(client.get("/"))
    assert client.get(f"/?konto={foreign.id}").context["rows"] == []
    assert client.post("/hent/", {"konto": str(foreign.id)}).status_code == 302


def test_the_neutral_host_answers_everybody_alike_lg_04(posted: list[outbox.Mail]) -> None:
    """LG-04, SEC-63: an address without a grant gets the same page and no mail; a recipient is no bookkeeper."""
    nordlys = Company("Nordlys")
    nordlys.grant(nordlys.accounts[0])
    answers = []
    for address in (Who.email, nordlys.owner.email, "ukendt@example.com"):
        client = portal.PortalClient("bogholder.portal.test")
        client.defaults["REMOTE_ADDR"] = "2001:db8:aaaa:1::1"
        client.get("/log-ind/")
        answer = client.post("/log-ind/", {"email": address})
        answers.append((answer.status_code, answer.headers["Location"], bytes(answer.content)))
    steps.run_jobs(Organization(id=PLATFORM))
    assert len(set(answers)) == 1
    assert [mail.to for mail in posted if mail.to != nordlys.owner.email] == [Who.email]
    assert "https://bogholder.portal.test/log-ind/link/" in posted[-1].text
    assert posted[-1].subject in {"Your login link for bookkeepers", "Dit loginlink til bogholdere"}
    login = portal.PortalClient("bogholder.portal.test", headers={"accept-language": "en"}).get("/log-ind/")
    assert "your customers have given access" in words(login) and "you get your invoices at" not in words(login)


@pytest.mark.parametrize("path", ["/abonnementer/", "/fakturaer/", "/modtagere/", "/oplysninger/", "/nyt-abonnement/"])
def test_there_is_nothing_to_write_on_cm_08(path: str, posted: list[outbox.Mail]) -> None:
    """CM-08: read only: the customers' pages are not on this host at all, and without a login there is the login."""
    nordlys = Company("Nordlys")
    nordlys.grant(nordlys.accounts[0])
    stranger = portal.PortalClient("bogholder.portal.test")
    assert stranger.get("/").headers["Location"] == "/log-ind/"
    assert stranger.post("/hent/").headers["Location"].startswith("/log-ind/")
    assert log_in(posted).get(path).status_code == 404


def test_a_session_of_one_host_is_none_on_another_sb_02(posted: list[outbox.Mail]) -> None:
    """SB-02, SEC-26: the bookkeepers' session opens no company's portal, and no company's opens theirs."""
    nordlys = Company("Nordlys")
    nordlys.grant(nordlys.accounts[0])
    client = log_in(posted)
    client.host = f"{nordlys.company.slug}.portal.test"
    assert client.get("/oplysninger/").headers["Location"].startswith("/log-ind/")
    own = portal.client(nordlys.company, nordlys.owner)
    own.host = "bogholder.portal.test"
    assert own.get("/").headers["Location"] == "/log-ind/"
    with within(PLATFORM):
        assert PortalSession.objects.filter(organization_id=PLATFORM).exists()
