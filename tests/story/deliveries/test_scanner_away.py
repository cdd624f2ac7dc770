"""The virus scanner is away: files wait, everybody sees it, and the operators hear of it once (SEC-83)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings

from selvbetjening.domain.deliveries.actions import scanner_trouble
from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.watch_scanner import watch_scanner
from selvbetjening.domain.deliveries.models import ScannerTrouble
from selvbetjening.domain.deliveries.ports import ScannerDown, Signatures, Verdict
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.sftp import texts
from tests import deliveries as files
from tests.deliveries import AT, MINUTE
from tests.hostile.at_once import at_once
from tests.story.filetransfer.steps import browser, company
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


@dataclass
class Told:
    """A scanner that says what the test wants; `down` is a code."""

    down: str = ""
    made_at: datetime | None = AT

    def scan(self, chunks: Iterable[bytes]) -> Verdict:
        for _ in chunks:
            pass
        if self.down:
            raise ScannerDown(self.down)
        return Verdict(clean=True)

    def signatures(self) -> Signatures:
        if self.down and self.down != "too_large":
            raise ScannerDown(self.down)
        return Signatures("ClamAV 1.4.3", self.made_at)


SCANNER = Told()


def the_scanner() -> Told:
    return SCANNER


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No trouble before and after, one operator, and the clock of the files."""
    SCANNER.down, SCANNER.made_at = "", AT
    ScannerTrouble.objects.all().delete()
    get_user_model().objects.update(is_active=False)
    name = f"{uuid4().hex[:8]}@operator.example"
    get_user_model().objects.create(username=name, email=name, is_staff=True)
    monkeypatch.setattr(clock, "now", lambda: AT)
    with override_settings(SCANNER=f"{__name__}.the_scanner"):
        yield
    ScannerTrouble.objects.all().delete()


def written() -> list[Message]:
    """The mails of the troubles that there are."""
    ids = [f"scanner:{row}:" for row in ScannerTrouble.objects.order_by("began_at").values_list("id", flat=True)]
    with within(PLATFORM):
        mails = Message.objects.filter(organization_id=PLATFORM, kind__startswith="scanner_").order_by("created_at")
        return [mail for mail in mails if any(mail.key.startswith(each) for each in ids)]


def test_an_outage_is_told_once_and_once_when_it_is_over() -> None:
    """SEC-83: nothing for five minutes, then one mail, however long it lasts; one more when it is back."""
    SCANNER.down = "unreached"
    for minute in range(5):
        watch_scanner(at=AT + minute * MINUTE)
    assert written() == []
    for minute in range(5, 30):
        watch_scanner(at=AT + minute * MINUTE)
    (mail,) = written()
    assert mail.kind == "scanner_away" and "svarer ikke" not in mail.subject
    assert "unreached" in mail.text and mail.to_address.endswith("@operator.example")
    assert "staff.portal.test" in mail.text
    SCANNER.down = ""
    for minute in range(30, 40):
        watch_scanner(at=AT + minute * MINUTE)
    assert [mail.kind for mail in written()] == ["scanner_away", "scanner_back"]
    assert ScannerTrouble.objects.get().ended_at is not None


def test_a_restart_of_some_minutes_is_told_to_nobody() -> None:
    """SEC-83: clamd that reads its signatures anew is no outage."""
    SCANNER.down = "unreached"
    for minute in range(3):
        watch_scanner(at=AT + minute * MINUTE)
    SCANNER.down = ""
    for minute in range(3, 20):
        watch_scanner(at=AT + minute * MINUTE)
    assert written() == [] and ScannerTrouble.objects.get().ended_at is not None


def test_a_second_outage_is_told_anew() -> None:
    """SEC-83: once for each outage, not once for ever."""
    for start in (0, 60):
        SCANNER.down = "timeout"
        for minute in range(start, start + 10):
            watch_scanner(at=AT + minute * MINUTE)
        SCANNER.down = ""
        for minute in range(start + 10, start + 20):
            watch_scanner(at=AT + minute * MINUTE)
    assert [mail.kind for mail in written()] == ["scanner_away", "scanner_back"] * 2


def test_a_scanner_that_greets_but_gives_no_verdict_is_away() -> None:
    """SEC-83: a file without a verdict for five minutes opens the outage; it is over when files pass again."""
    of = files.sender()
    sent = files.put(of, files.file(of))
    assert sent.delivery is not None
    SCANNER.down = "too_large"
    advance(of.id, delivery=sent.delivery, at=AT)
    assert ScannerTrouble.objects.count() == 0
    advance(of.id, delivery=sent.delivery, at=AT + 6 * MINUTE)
    react(of.id, at=AT + 6 * MINUTE)
    assert files.get(of, sent.delivery).state == "scanning"
    watch_scanner(at=AT + 7 * MINUTE)
    (mail,) = written()
    assert "StreamMaxLength" in mail.text
    for minute in range(8, 12):  # each minute the file is tried, and fails
        advance(of.id, delivery=sent.delivery, at=AT + minute * MINUTE)
        watch_scanner(at=AT + minute * MINUTE)
    assert ScannerTrouble.objects.get().ended_at is None
    SCANNER.down = ""
    advance(of.id, delivery=sent.delivery, at=AT + 12 * MINUTE)
    assert files.get(of, sent.delivery).state == "processed"
    watch_scanner(at=AT + 15 * MINUTE)
    assert [mail.kind for mail in written()] == ["scanner_away", "scanner_back"]


def test_old_signatures_are_told_and_new_ones_end_it() -> None:
    """SEC-83: the age of what the scanner knows is monitored; four days are no alarm, five are; none at all is one."""
    SCANNER.made_at = AT - 4 * DAY
    watch_scanner(at=AT)
    assert written() == []
    watch_scanner(at=AT + DAY)
    watch_scanner(at=AT + DAY + MINUTE)
    (mail,) = written()
    assert "freshclam" in mail.text and mail.kind == "scanner_away"
    SCANNER.made_at = AT + DAY
    watch_scanner(at=AT + DAY + 9 * MINUTE)
    assert [mail.kind for mail in written()] == ["scanner_away", "scanner_back"]
    SCANNER.made_at = None
    watch_scanner(at=AT + 2 * DAY)
    assert ScannerTrouble.objects.get(ended_at=None).code == "none"


def test_two_looks_at_once_write_one_mail() -> None:
    """SEC-83: one row, one mail, whichever worker is first."""
    SCANNER.down = "unreached"
    watch_scanner(at=AT)
    at_once([lambda: watch_scanner(at=AT + 6 * MINUTE)] * 4)
    assert len(written()) == 1 and ScannerTrouble.objects.count() == 1


def test_nobody_to_tell_leaves_the_mail_owed() -> None:
    """SEC-83: an operator who is made during the outage hears of it."""
    get_user_model().objects.update(is_active=False)
    SCANNER.down = "unreached"
    watch_scanner(at=AT)
    watch_scanner(at=AT + 6 * MINUTE)
    assert written() == []
    name = f"{uuid4().hex[:8]}@operator.example"
    get_user_model().objects.create(username=name, email=name, is_staff=True)
    watch_scanner(at=AT + 7 * MINUTE)
    assert [mail.to_address for mail in written()] == [name]


def test_the_pages_say_that_files_wait() -> None:
    """SEC-83: visible to the company on each page about files, to SFTP users, and to the operators with the reason."""
    of, organization = company()
    client = browser(organization)
    addresses = [client.path(name) for name in ("mft", "mft_send", "front")]
    words = "Virusscanneren svarer ikke lige nu"
    assert all(words not in client.get(address).content.decode() for address in addresses)
    scanner_trouble.begin(kind=scanner_trouble.AWAY, code="unreached", since=AT - 10 * MINUTE, at=AT)
    assert all(words in client.get(address).content.decode() for address in addresses)
    SCANNER.down = "unreached"
    sent = files.put(of, files.file(of))
    assert sent.delivery is not None
    advance(of.id, delivery=sent.delivery, at=AT)
    assert words in client.get(f"{client.path('mft')}leverancer/{sent.delivery}/").content.decode()
    assert "Virusscanneren svarer ikke" in texts._status()
    assert "does not answer" in operator().get("/organizations/").content.decode()
    ScannerTrouble.objects.all().delete()
    assert "Virusscanneren" not in texts._status()


def test_one_file_that_is_too_large_is_no_outage_for_the_others() -> None:
    """SEC-83: the operators hear of it; the companies' pages do not say that files wait."""
    of, organization = company()
    scanner_trouble.begin(kind=scanner_trouble.AWAY, code="too_large", since=AT - 10 * MINUTE, at=AT)
    assert "Virusscanneren" not in browser(organization).get(f"/v/{of.id}/my-file-transfer/").content.decode()
