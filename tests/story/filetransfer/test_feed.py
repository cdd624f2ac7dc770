"""The Atom feed of files that lie ready: read by programs with a secret of their own (BP-48)."""

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest

from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.models import FileFeed, OutFile
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_person
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business
from tests import deliveries as files
from tests.business import BusinessClient
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def lies_ready(of: Sender, *, pbs: str = "", kind: str = "payments", environment: Any = "production") -> OutFile:
    return keep_output(
        of.id, output=None, solution="betalingsservice", kind=kind, pbs_number=pbs, name=f"{uuid4().hex}.txt",
        chunks=[b"x" * 300], environment=environment, at=files.AT,
    )  # fmt: skip


def made(client: BusinessClient, reader: str = "mig") -> tuple[str, str]:
    """The secret and its address, as the page shows them once."""
    answer = client.post(client.path("mft_feeds"), {"laeser": reader})
    assert answer.status_code == 200, answer.content
    return answer.context["token"], "/feed/" + answer.context["address"].split("/feed/", 1)[1]


def read(address: str, **headers: str) -> Any:
    """As a program without a session."""
    return BusinessClient().get(address, headers=headers)


def entries(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None, name
    found = []
    for entry in root.findall(f"{ATOM}entry"):
        assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))
        found.append({child.tag.removeprefix(ATOM): child.text or child.get("href") or "" for child in entry})
    return found


def test_a_feed_tells_what_lies_ready_and_of_nobody() -> None:
    """BP-48: well-formed Atom with kind, PBS number and time; no person, company, amount, file name or secret."""
    of, organization = company()
    client = browser(organization)
    token, address = made(client)
    assert entries(read(address)) == []
    first = lies_ready(of, pbs=of.agreement.pbs_number)
    lies_ready(of, environment="test")
    (entry,) = entries(read(address))
    assert entry["id"] == f"urn:uuid:{first.id}" and of.agreement.pbs_number in entry["title"]
    assert entry["link"].endswith(f"/v/{of.id}/my-file-transfer/hent/")
    text = read(address).content.decode()
    assert token not in text and first.name not in text and organization.name not in text
    with within(of.id):
        people = Membership.objects.filter(organization_id=of.id).values_list("given_name", "surname", "email")
    assert not any(word and word in text for row in people for word in row)


def test_the_link_stands_on_the_page_of_files_and_the_address_is_shown_once() -> None:
    """BP-48."""
    _of, organization = company()
    client = browser(organization)
    assert "hent/feed/" in client.get(client.path("mft_collect")).content.decode()
    token, _address = made(client)
    page = client.get(client.path("mft_feeds")).content.decode()
    assert token not in page and "Lav adressen om" in page


def test_made_anew_and_ended_the_old_address_is_nobodys() -> None:
    """BP-48: one address for a reader; 404 for an old, an ended and a wrong one, and for another company's."""
    of, organization = company()
    client = browser(organization)
    _token, first = made(client)
    _token, second = made(client)
    assert read(first).status_code == 404 and read(second).status_code == 200
    other, other_organization = company()
    assert read(second.replace(str(of.id), str(other.id))).status_code == 404
    assert read(second.replace(str(of.id), str(uuid4()))).status_code == 404
    assert read(f"/feed/{of.id}/{'x' * 43}.atom").status_code == 404
    assert client.post(client.path("mft_feeds"), {"laeser": "mig", "luk": "1"}).status_code == 302
    assert read(second).status_code == 404
    with within(of.id):
        names = Event.objects.filter(organization_id=of.id, name__startswith="deliveries.feed").order_by("at", "id")
        assert sorted(names.values_list("name", flat=True)) == ["deliveries.feed_made"] * 2 + [
            "deliveries.feed_revoked"
        ]
        assert not any(bytes(row.digest) in second.encode() for row in FileFeed.objects.filter(organization_id=of.id))
    assert entries(read(made(browser(other_organization))[1])) == []


def test_the_secret_may_come_as_a_password_so_that_no_log_of_addresses_has_it() -> None:
    """BP-48, SEC-144: 401 asks a reader for it; a wrong one is 404 as everywhere."""
    of, organization = company()
    token, _address = made(browser(organization))
    address = f"/feed/{of.id}.atom"
    asked = read(address)
    assert asked.status_code == 401 and asked.headers["WWW-Authenticate"].startswith("Basic ")

    def basic(word: str) -> Any:
        return read(address, Authorization="Basic " + base64.b64encode(f"me:{word}".encode()).decode())

    assert basic(token).status_code == 200 and basic("wrong").status_code == 404
    for broken in ("Basic", "Basic !!", "Bearer x", "Basic " + base64.b64encode(b"nocolon").decode()):
        assert read(address, Authorization=broken).status_code == 401


def test_whoever_may_fetch_no_more_reads_no_more() -> None:
    """BP-48, SEC-27: asked at every read; and a reader with PBS numbers sees those alone."""
    of, organization = company()
    row = business.member(organization, grants={FILE_TRANSFER: ["fetch"]})
    client = business.as_member(organization, row)
    _token, address = made(client)
    lies_ready(of, pbs="01234567")
    lies_ready(of, pbs=of.agreement.pbs_number)
    assert len(entries(read(address))) == 2
    with within(of.id):
        Grant.objects.filter(organization_id=of.id, membership_id=row.id).update(pbs_numbers=["01234567"])
    assert [entry["title"].rpartition(" ")[2] for entry in entries(read(address))] == ["01234567"]
    with within(of.id):
        Membership.objects.filter(organization_id=of.id, id=row.id).update(state="suspended")
    assert read(address).status_code == 404


def test_an_sftp_user_has_a_feed_of_its_own_environment() -> None:
    """BP-48: its own files, without those that it has put away; of the person that holds it alone."""
    of, organization = company()
    row = business.member(organization, grants={FILE_TRANSFER: ["fetch", "send"]})
    client = business.as_member(organization, row)
    user = open_for_person(of.id, membership=row.id, environment="test", actor=SYSTEM, at=files.AT)
    lies_ready(of)
    mine = lies_ready(of, environment="test")
    _token, address = made(client, str(user.id))
    assert [entry["id"] for entry in entries(read(address))] == [f"urn:uuid:{mine.id}"]
    stranger = browser(organization)
    answer = stranger.post(stranger.path("mft_feeds"), {"laeser": str(user.id)})
    assert "token" not in answer.context


def test_the_company_may_switch_feeds_off() -> None:
    """BP-48: addresses answer nothing then, and work again when it is switched on."""
    of, organization = company()
    client = browser(organization)
    _token, address = made(client)
    choose(of.id, values={"files_feed": False}, actor=SYSTEM, at=files.AT, by_managers=True)
    assert read(address).status_code == 404
    page = client.get(client.path("mft_feeds")).content.decode()
    assert "slået fra" in page and 'name="laeser"' not in page
    assert "hent/feed/" not in client.get(client.path("mft_collect")).content.decode()
    assert "token" not in client.post(client.path("mft_feeds"), {"laeser": "mig"}).context
    choose(of.id, values={"files_feed": True}, actor=SYSTEM, at=files.AT, by_managers=True)
    assert read(address).status_code == 200


def test_it_is_read_once_a_minute_at_most_and_guessed_at_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-48, LG-15: 429 with the time to wait; an unchanged feed costs an answer without a body."""
    of, organization = company()
    _token, address = made(browser(organization))
    tag = read(address).headers["ETag"]
    same = read(address, **{"If-None-Match": tag})
    assert same.status_code == 304 and same.content == b""
    answers = [read(address).status_code for _ in range(60)]
    assert answers[0] == 200 and answers[-1] == 429
    assert int(read(address).headers["Retry-After"]) > 0
    wrong = f"/feed/{of.id}/{'y' * 43}.atom"
    program = BusinessClient()  # its network is counted
    answers = [program.get(wrong).status_code for _ in range(61)]
    assert answers[0] == 404 and answers[-1] == 429
    monkeypatch.setattr(clock, "now", lambda: files.AT + timedelta(hours=2))
    assert read(address).status_code == 200


def test_a_head_changes_nothing() -> None:
    """SEC-136: the day of the last read is noted by a GET alone, and as a day."""
    of, organization = company()
    _token, address = made(browser(organization))
    assert BusinessClient().head(address).status_code == 200
    with within(of.id):
        assert FileFeed.objects.get(organization_id=of.id, revoked_at=None).read_on is None
    read(address)
    with within(of.id):
        assert FileFeed.objects.get(organization_id=of.id, revoked_at=None).read_on == files.AT.date()
        assert Organization.objects.get(id=of.id).is_active
