"""Mail, receipt and page say the same of a file, each reader is told as she chose (BP-46 to BP-48, BP-77, BM-01)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from selvbetjening.adapters.clamav import nobody
from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.documents import receipt_files
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries import Filters
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.business.filetransfer.contents import content_of
from tests import deliveries as files
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


def speaks(of: Sender, language: str, **ways: str) -> None:
    with within(of.id):
        Membership.objects.filter(id=of.person).update(language=language, notice_ways=ways)


def mails(of: Sender, kind: str = "delivery_told") -> list[str]:
    react(of.id, at=AT)
    with within(of.id):
        rows = Message.objects.filter(organization_id=of.id, kind=kind).order_by("created_at", "id")
        return [row.text.replace("\N{NO-BREAK SPACE}", " ") for row in rows]


def notices(of: Sender) -> list[tuple[str, str]]:
    with within(of.id):
        rows = Notice.objects.filter(organization_id=of.id, membership_id=of.person).order_by("at", "id")
        return [(row.code, row.mail) for row in rows]


def spoilt(data: bytes, customer: bytes) -> bytes:
    """The collection of this customer gets a day that there is not."""
    lines = data.split(b"\r\n")
    at = next(place for place, line in enumerate(lines) if customer in line and line[2:5] == b"042")
    lines[at] = lines[at][:53] + b"310227" + lines[at][59:]
    return b"\r\n".join(lines)


def sound(of: Sender) -> Delivery:
    return files.send(of, files.file(of, [14_900, 9_900], customers=["1001", "1002"]), name="løn.bs1")


def faulty(of: Sender) -> Delivery:
    data = files.file(of, [14_900, 9_900, 19_900], customers=["1001", "1002", "1003"])
    return files.send(of, spoilt(data, b"1002"), name="løn.bs1")


def twice(of: Sender) -> Delivery:
    sound(of)
    mails(of)
    with within(of.id):
        Message.objects.filter(organization_id=of.id).delete()
        Notice.objects.filter(organization_id=of.id).delete()
    return files.send(of, files.file(of, [14_900, 9_900], customers=["1001", "1002"]), name="igen.bs1")


def virus(of: Sender) -> Delivery:
    head, _, tail = files.file(of).partition(b"\r\n")
    return files.send(of, head + b"\r\n" + nobody._EICAR + b"\r\n" + tail)


def flipped(of: Sender) -> Delivery:
    committed = files.put(of, files.file(of))
    assert committed.delivery is not None
    path = files.path_of(of, committed.delivery)
    path.write_bytes(path.read_bytes()[:-3] + b"x\r\n")
    return files.run(of, committed)


def taken_back(of: Sender) -> Delivery:
    done = sound(of)
    mails(of)
    with within(of.id):
        Message.objects.filter(organization_id=of.id).delete()
    withdraw(of.id, delivery=done.id, actor=of.https.actor, at=AT)
    files.sign(of)
    return files.get(of, done.id)


#: What happens → the company's choices, the receipt's code, what is accepted and refused, what the reader does now.
CASES: dict[str, tuple[Callable[[Sender], Delivery], dict[str, Any], str, int, int, str]] = {
    "accepted": (sound, {}, "accepted", 2, 0, "Du behøver ikke gøre noget."),
    "partly": (faulty, {"files_accept": "sound_ones"}, "partly_accepted", 2, 1, "Ret de poster, der har fejl"),
    "rejected": (faulty, {}, "rejected", 0, 1, "Ret fejlene, og send filen igen."),
    "held": (twice, {}, "duplicate.content", 2, 0, "send den alligevel, eller kassér den"),
    "approval": (sound, {"files_four_eyes": "always"}, "awaiting_approval", 2, 0, "Bed en kollega"),
    "holding": (sound, {"files_undo_minutes": 30}, "holding", 2, 0, "Fortryd på portalen, hvis den er forkert"),
    "withdrawn": (taken_back, {"files_undo_minutes": 30}, "withdrawn.sender", 0, 0, "Send filen igen"),
    "quarantined": (virus, {}, "file.malware", 0, 0, "Scan den maskine"),
    "damaged": (flipped, {}, "file.damaged", 0, 0, "Send filen igen."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_mail_receipt_and_page_say_the_same(case: str, language: str) -> None:
    """BP-46, BP-47, BM-01: the sentence, what to do, and the numbers, in the reader's language; each once."""
    happens, choices, code, accepted, refused, todo = CASES[case]
    of = files.sender(**choices)
    speaks(of, language)
    done = happens(of)
    (mail,) = mails(of)
    assert mails(of) == [mail]
    receipt = next(each for each in reversed(files.receipts(of, done.id)) if each.kind == "K2")
    said = json.loads(receipt.text)
    assert said["code"] == code
    text = receipt_files(of.id, row=receipt, languages=["en" if language == "en" else "da"])[2].content.decode()
    lines = [line for line in mail.splitlines() if line.strip()]
    for sentence in lines[1:3] if case != "held" else lines[1:2]:
        assert "".join(sentence.split()) in "".join(text.split()), "the mail's own sentences stand in the receipt"
    assert language == "en" or todo in mail
    words = ("Accepteret", "Afvist") if language == "da" else ("Accepted", "Refused")
    for word, count in zip(words, (accepted, refused), strict=True):
        assert (f"{word}: {count}" in mail) == (count > 0), (word, mail)
    spoken = [line for line in mail.splitlines() if "://" not in line]  # an address has random digits
    assert not any(secret in line for line in spoken for secret in ("149,", "149.", "1001"))
    with within(of.id):
        (row, *_) = queries.deliveries(of.id, filters=Filters())
    nothing = case in {"rejected", "withdrawn", "quarantined", "damaged"}
    assert row.id == done.id
    assert (0 if nothing else row.accepted_count, row.refused_count) == (accepted, refused)
    for total in [] if nothing else said.get("totals", []):
        assert f"{total['count']}" in mail
    for one in said.get("errors", []):
        assert one["text"][language] in mail and one["fix"][language] in mail and str(one["line"]) in mail
        if label := (one.get("field_label") or {}).get(language):
            assert f"({label})" in mail and f"({label})" in text


def test_each_reader_is_told_the_way_she_chose() -> None:
    """BP-77: at once, in the daily mail, or only in the portal; the notice is there in any case."""
    for way, mail in (("mail", "sent"), ("digest", "waits"), ("portal", "none")):
        of = files.sender(files_four_eyes="always")
        speaks(of, "da", files=way, file_tasks="portal")
        other = files.member_of(of)
        sound(of)
        assert len(mails(of)) == (way == "mail")
        assert notices(of) == [("files:awaiting_approval", mail)]
        with within(of.id):
            assert Notice.objects.get(membership_id=other).code == "files:approve"
        assert len(mails(of, "delivery_waits")) == 1


def test_a_file_without_its_end_is_told_once_and_can_be_gone_on_with() -> None:
    """BP-44, BP-46: a receipt and a mail; the client that tries again and is cut again makes no second mail."""
    of = files.sender()
    data = files.file(of)
    assert files.put(of, data[:200], name="kort.bs1").outcome == "incomplete"
    assert len(mails(of, "upload_incomplete")) == 1
    with within(of.id):
        row = queries.find_open(of.id, by=of.sftp, environment="production", folder="bs", name="kort.bs1")
    assert row is not None
    for end, outcome in ((300, "incomplete"), (len(data), "delivered")):
        holder, at = new_id(), AT + timedelta(seconds=end)
        resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=at)
        files.write(of, row, data[:end], holder=holder, at=at)
        assert commit(of.id, staging=row.id, by=of.sftp, at=at).outcome == outcome
    (mail,) = mails(of, "upload_incomplete")
    assert "kort.bs1" in mail and "Filen slutter for tidligt" in mail and "Genoptag overførslen" in mail


def test_the_receipts_count_what_is_left_out_as_the_page_does() -> None:
    """BP-46, D.2: K2 among what the file does, K3 with the way to what is wrong."""
    of = files.sender(files_accept="sound_ones")
    done = faulty(of)
    texts = {
        row.kind: " ".join(receipt_files(of.id, row=row, languages=["da"])[2].content.decode().split())
        for row in files.receipts(of, done.id)
    }
    assert (done.state, done.refused_count) == ("processed", 1)
    with translation.override("da"):
        assert ("Afvist", 1) in content_of(done.content).effects
    assert "Afvist: 1 " in texts["K2"]
    assert "Udeladt: 1 post; kvittering K2 siger, hvad der er galt" in texts["K3"]
