"""The company connects its line, and deals with what it sent and fetched (BP-08, SEC-19, U3)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from selvbetjening.domain.directdebit.actions.fetch_files import read_kept
from selvbetjening.domain.directdebit.models import BankConnection
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.line_keys import fingerprints
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal
from tests import directdebit as dd
from tests import external, make
from tests.business import BusinessClient, as_manager
from tests.external import HeldLine
from tests.sftp_keys import new_key
from tests.story.directdebit.test_answers import answer, payment
from tests.story.directdebit.test_ordering import refusal
from tests.story.directdebit.test_pages_company import company, text

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def held(settings: Any) -> Iterator[None]:
    """Every line of SFTP ends in dictionaries that the test holds."""
    settings.BANK_LINES = {"held": "tests.external.HeldLine", "sftp": "tests.external.HeldLine"}
    HeldLine.reset()
    yield
    HeldLine.reset()


def lines(organization: Organization) -> list[BankConnection]:
    here = OrganizationId(organization.id)
    with within(here):
        return bank.connections(here)


def private_key(password: bytes = b"") -> str:
    """A key as `ssh-keygen` writes it."""
    how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    made = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, how
    )
    return made.decode()


def line_form(**values: str) -> dict[str, str]:
    return {
        "environment": "production", "host": "sftp.bank.example", "port": "22", "username": "f1234",
        "host_keys": f"sftp.bank.example {new_key().public.decode().strip()}", "fingerprint": "", "put_folder": "/in",
        "get_folder": "/ud", **values,
    }  # fmt: skip


def connect(client: BusinessClient, form: dict[str, str]) -> Any:
    client.confirm("gateways")
    return client.post(client.path("sb_bank_connect"), form)


@pytest.mark.usefixtures("held")
def test_a_line_is_connected_tested_and_disconnected_bp_08() -> None:
    """BP-08: the private key is kept sealed, and stands in no page, no event and no session, whatever is pressed."""
    organization, _mine = company()
    client, key = as_manager(organization, language="en"), private_key()
    secret = key.splitlines()[2]
    form = line_form()
    page, address = client.path("sb_bank_line"), client.path("sb_bank_connect")
    assert "Connect a line" in text(client.get(page)) and 'name="private_key"' not in text(client.get(address))
    asked = client.post(address, form | {"private_key": key})
    assert asked.status_code == 401 and "ACC-03" in asked.content.decode() and lines(organization) == []
    client.confirm("gateways")
    first = text(client.post(address, form))
    assert "Paste the private key now" in first and "sftp.bank.example" in first
    wrong = text(client.post(address, form | {"private_key": key, "port": "0"}))
    assert "1 to 65535" in wrong and "Paste the key again" in wrong and secret not in wrong
    assert client.post(address, form | {"private_key": key.replace("\n", "\r\n")}).status_code == 302
    (row,) = lines(organization)
    assert unseal(bytes(row.private_key), purpose=row.purpose).decode() == key and not row.is_test
    assert row.host_keys.startswith("ssh-ed25519 ") and (row.put_folder, row.get_folder) == ("/in", "/ud")
    told = text(client.get(page))
    assert "SHA256:" in told and "f1234@sftp.bank.example:22" in told and secret not in told
    client.post(client.path("sb_bank_test", row.id))
    assert "All is well" in text(client.get(page)) and lines(organization)[0].worked_at is not None
    assert secret not in str(list(BusinessSession.objects.values_list("data", flat=True)))
    with within(OrganizationId(organization.id)):
        assert secret not in str(list(Event.objects.values_list("data", flat=True)))
    off = client.path("sb_bank_off", row.id)
    assert "its key is not used any more" in text(client.get(off))
    assert client.post(off).status_code == 302 and lines(organization) == []
    assert client.get(off).status_code == 302 and "disconnected already" in text(client.get(page))


@pytest.mark.usefixtures("held")
def test_a_test_says_in_words_what_is_in_the_way() -> None:
    """Each fault of the line has a sentence with the way out; a code that nobody knows has one, too."""
    organization, _mine = company()
    here, client = OrganizationId(organization.id), as_manager(organization, language="en")
    row = external.connected(here, at=clock.now())
    for code, words in (
        ("host_key", "somebody may stand between"), ("key_refused", "does not let us in"),
        ("unreachable", "does not answer"), ("folder", "The folder is not there"), ("news", "refused what we asked"),
    ):  # fmt: skip
        HeldLine.fails = {"open": LineFailed(code)}
        client.post(client.path("sb_bank_test", row.id))
        assert words in text(client.get(client.path("sb_bank_line"))), code
    assert lines(organization)[0].failures == 0, "a person's test puts no try off"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"host": "a b"}, "Write the server&#x27;s name"),
        ({"host": "-oProxyCommand=x"}, "Write the server&#x27;s name"),
        ({"host_keys": "ssh-ed25519 AAAA"}, "not a server&#x27;s public key"),
        ({"host_keys": "# only a comment"}, "not a server&#x27;s public key"),
        ({"fingerprint": "SHA256:abc"}, "None of the keys above has this fingerprint"),
        ({"private_key": "hello"}, "This is not a private key"),
        ({"private_key": "ssh-ed25519 AAAAC3Nz"}, "This is the public half"),
        ({"private_key": "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"}, "This is not a private key"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_at_its_field(values: dict[str, str], words: str) -> None:
    organization, _mine = company()
    client = as_manager(organization, language="en")
    answer = text(connect(client, line_form(private_key=private_key()) | values))
    assert words in answer and "BEGIN OPENSSH" not in answer
    assert lines(organization) == []


def test_a_key_with_a_password_is_refused_and_a_fingerprint_that_fits_is_taken() -> None:
    organization, _mine = company()
    client, host = as_manager(organization, language="en"), new_key()
    locked = text(connect(client, line_form(private_key=private_key(b"hemmelig"))))
    assert "This key has a password" in locked
    form = line_form(private_key=private_key(), host_keys=host.public.decode())
    ((_kind, print_),) = fingerprints(host_keys=host.public.decode())
    assert connect(client, form | {"fingerprint": print_}).status_code == 302
    assert print_ in text(client.get(client.path("sb_bank_line")))


def sending_of(here: OrganizationId) -> Any:
    with within(here):
        return bank.sendings(here)[0]


@pytest.mark.usefixtures("held")
def test_a_file_whose_name_was_taken_is_tried_again_with_a_press() -> None:
    """What waits for a person says why; after the press the next exchange sends it."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    written = external.written(mine)
    HeldLine.there = {sending_of(here).name: b"another file"}
    external.run(connection)
    client = as_manager(organization, language="en")
    page = client.path("sb_bank_line")
    assert "Another file has this name" in text(client.get(page)) and "Try again" in text(client.get(page))
    again = client.path("sb_bank_again", sending_of(here).id)
    stranger = as_manager(make.organization())
    assert stranger.post(stranger.path("sb_bank_again", sending_of(here).id)).status_code == 404
    assert client.post(again).status_code == 302 and sending_of(here).state == "waiting"
    HeldLine.there = {}
    external.run(connection, at=dd.AT + timedelta(hours=1))
    assert sending_of(here).state == "sent" and sending_of(here).output_id == written.id
    client.post(again)
    told = text(client.get(page))
    assert "does not wait for you any more" in told and "looked for on the server" in told


def held_file(organization: Organization) -> Any:
    here = OrganizationId(organization.id)
    with within(here):
        return bank.fetched(here)[0]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(("decision", "state"), [("read", "read"), ("aside", "strange")])
def test_a_held_file_is_looked_at_and_read_or_put_aside_u3(decision: str, state: str) -> None:
    """U3: nothing is booked before somebody has looked, with MitID; what is wrong is told by line, in words."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    external.written(mine)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"BSDATA.602": (data.replace(b"000000000014950", b"000000000014951"), 1)}
    external.run(connection)
    row, client = held_file(organization), as_manager(organization, language="en")
    assert row.state == "held", row.code
    assert "Held: it waits for you" in text(client.get(client.path("sb_bank_line")))
    page = client.path("sb_bank_file", row.id)
    told = text(client.get(page))
    assert "Nothing of this file is booked" in told and "What is wrong with it" in told and "0602" in told
    assert client.post(page, {"decision": decision}).status_code == 401, "BP-08"
    client.confirm("gateways")
    assert client.post(page, {"decision": "burn"}).status_code == 302 and held_file(organization).state == "held"
    assert client.post(page, {"decision": decision}).status_code == 302
    if decision == "read":  # in a job: the page waits for it, with and without JavaScript
        told = client.get(page).content.decode()
        assert "The file is being read." in told and '<noscript><meta http-equiv="refresh"' in told
        assert "Is being read, as somebody here let it" in text(client.get(client.path("sb_bank_line")))
        read_kept(OrganizationId(organization.id), file=row.id, at=dd.AT)
    assert held_file(organization).state == state
    told = text(client.get(page))
    assert "Put aside by somebody here" in told if decision == "aside" else "answers booked" in told
    client.post(page, {"decision": "read"})
    assert "does not wait for you any more" in text(client.get(client.path("sb_bank_line")))
    stranger = as_manager(make.organization())
    assert stranger.get(stranger.path("sb_bank_file", row.id)).status_code == 404


@pytest.mark.usefixtures("held")
def test_the_front_page_says_what_of_betalingsservice_waits_for_somebody() -> None:
    """U3, 17.1 (2): a file that cannot be sent or read, an answer that fits nothing, and a line that is down."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    client = as_manager(organization, language="en")
    assert "to Betalingsservice" not in text(client.get(client.path("front")))
    external.written(mine)
    HeldLine.there = {sending_of(here).name: b"another file"}
    held = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {
        "A.602": (held.replace(b"000000000014950", b"000000000014951"), 1),
        "B.602": (answer(mine, "0602", "0211", payment(mine, "9999")), 2),
    }
    external.run(connection)
    told = text(client.get(client.path("front")))
    assert "1 file could not be sent to Betalingsservice" in told and "is held until you look at it" in told
    assert "1 answer of Betalingsservice is booked nowhere" in told and "does not work" not in told
    for _ in range(5):
        HeldLine.fails = {"open": LineFailed("unreachable")}
        external.run(connection)
    assert "1 line to Betalingsservice does not work" in text(client.get(client.path("front")))
    stranger = as_manager(make.organization(), language="en")
    assert "to Betalingsservice" not in text(stranger.get(stranger.path("front")))


@pytest.mark.usefixtures("held")
def test_what_betalingsservice_says_in_0621_is_read_on_its_page_u8() -> None:
    """U8: number, class and text are shown, in our words where they are known; to the company alone."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    pairs = [*refusal(mine, "1074", "230940"), *refusal(mine, "1066", "220001")]
    HeldLine.ready = {"A.621": (answer(mine, "0621", "0120", *pairs), 1)}
    external.run(connection)
    client, row = as_manager(organization, language="en"), held_file(organization)
    told = text(client.get(client.path("sb_bank_file", row.id)))
    assert "230940" in told and ">1074<" in told and "branch or account is not correct" in told and ">Error<" in told
    assert "220001" in told and ">1066<" in told and "Forkert konto" in told and ">Remark<" in told


@pytest.mark.usefixtures("held")
def test_a_receipt_that_says_whether_a_file_was_taken_can_be_read() -> None:
    """17.2 (7), 12: it is text for people, so it is shown as it is, and decides nothing by itself."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    external.written(mine)
    HeldLine.ready = {"V0000000001.BS1": ("LEVERANCE AFVIST\r\nSEKTIONER: 1 \0<b>Beløb</b>".encode("latin-1"), 1)}
    external.run(connection)
    client, row = as_manager(organization, language="en"), held_file(organization)
    assert (row.state, row.code) == ("strange", "verdict")
    assert "A receipt: read whether your file was taken" in text(client.get(client.path("sb_bank_line")))
    told = text(client.get(client.path("sb_bank_file", row.id)))
    assert "LEVERANCE AFVIST\nSEKTIONER: 1 &lt;b&gt;Beløb&lt;/b&gt;" in told and 'name="decision"' not in told
    assert dd.states(here) == {"1017": "received"}


@pytest.mark.usefixtures("held")
def test_answers_of_the_test_system_are_put_aside_bp_50() -> None:
    """BP-50: they are never booked, so the page offers no press that says so."""
    here, mine, connection = external.ready()
    with within(here):
        organization = Organization.objects.get(id=here)
    data = answer(mine, "0602", "0211", payment(mine, "1017"))
    HeldLine.ready = {"A.602": (data.replace(b"BS10602", b"KR90602"), 1)}
    external.run(connection)
    client, row = as_manager(organization, language="en"), held_file(organization)
    told = text(client.get(client.path("sb_bank_file", row.id)))
    assert (row.state, row.code) == ("held", "file.environment")
    assert "nothing of it can be" in told and 'value="aside"' in told and 'value="read"' not in told
