"""XB-39, GDP-3: everything of one's own account and nothing of anybody else's, as JSON and documents."""

import hashlib
import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.rights.actions import archive
from selvbetjening.domain.rights.actions.export import ask_export, make_export
from selvbetjening.domain.rights.actions.purge import purge
from selvbetjening.domain.rights.models import DataExport, DataExportPart
from selvbetjening.domain.rights.queries import exports
from selvbetjening.domain.rights.rules.erasing import export_open
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.sealed import SealBroken
from tests import make
from tests.hostile.at_once import at_once
from tests.story.rights.people import AT, Customer, customer, invoice

pytestmark = pytest.mark.usefixtures("database")
SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_log.py"


def asked(mine: Customer) -> DataExport:
    return ask_export(mine.organization, account=mine.account.id, recipient=mine.person.id, actor=mine.actor, at=AT)


def made(mine: Customer) -> tuple[DataExport, bytes]:
    export = asked(mine)
    make_export(mine.organization, data_export=export.id, at=AT)
    with within(mine.organization):
        ready = exports.get(mine.organization, account=mine.account.id, recipient=mine.person.id, data_export=export.id)
        pieces = [exports.part(mine.organization, data_export=ready, number=number) or b"" for number in range(9)]
    return ready, b"".join(pieces)


def test_the_file_holds_everything_of_the_account() -> None:
    """XB-39, GDP-3: rows of every table with their purpose, the log, and the documents byte by byte."""
    mine = customer("Dorthe")
    invoice(mine, number=41, kept_until=date(2031, 12, 31), pdf=b"%PDF-1.7 nummer 41")
    ready, content = made(mine)
    assert (ready.state, ready.size, ready.sha256) == ("ready", len(content), hashlib.sha256(content).hexdigest())
    with ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        data = json.loads(file.read("data.json"))
        (document,) = [name for name in file.namelist() if name.startswith("dokumenter/invoicedocument/41-")]
        assert file.read(document) == b"%PDF-1.7 nummer 41"
    tables = data["tables"]
    assert tables["accounts.Account"]["rows"][0]["name"] == "Dorthe Eksempel"
    assert tables["accounts.Recipient"]["rows"][0]["email"] == mine.person.email
    assert tables["invoicing.Invoice"]["rows"][0]["total_minor"] == 12500
    assert tables["identity.LoginRequest"]["rows"][0]["outcome"] == "sent"
    assert tables["messaging.Message"]["rows"][0]["text"] == "Kære Dorthe"
    assert tables["history.PersonalValue"]["rows"][0]["value"] == mine.person.email
    assert all(table["purpose"] and table["kept"] for table in tables.values())


def test_nothing_of_the_neighbour_and_no_secret_is_in_it() -> None:
    """XB-39: another account of the company, another company, and an address that both have."""
    mine = customer("Egon")
    neighbour, stranger = customer("Frode", mine.owner), customer("Gerda")
    twin = make.recipient(neighbour.account, name="Frode Tvilling", email=mine.person.email)
    for each in (neighbour, stranger):
        invoice(each, number=7, kept_until=date(2031, 12, 31), pdf=b"%PDF-1.7 fremmed")
    _, content = made(mine)
    with ZipFile(io.BytesIO(content)) as file:
        whole = b"".join(file.read(name) for name in file.namelist())
    for foreign in ("Frode", "Gerda", str(neighbour.account.id), str(stranger.account.id), str(twin.id), "fremmed"):
        assert foreign.encode() not in whole, foreign
    assert b"Egon" in whole
    assert b"digest" not in whole and b"network" in whole


def test_the_log_in_it_is_verified_by_the_script(tmp_path: Path) -> None:
    """CM-10: the 30 lines of docs/verify_log.py compute the chain again, and see one changed letter."""
    mine = customer("Helle")
    _, content = made(mine)
    with ZipFile(io.BytesIO(content)) as file:
        log = file.read("logbog.json")

    def verified(text: bytes, *more: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "log.json").write_bytes(text)
        run = [sys.executable, str(SCRIPT), str(tmp_path / "log.json"), *more]
        return subprocess.run(run, capture_output=True, text=True, check=False)

    whole = verified(log)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    head = json.loads(log)["head"]["hash"]
    assert verified(log, head).returncode == 0
    assert verified(log, "0" * 64).returncode == 1
    assert verified(log.replace(b"recipient_changed", b"recipient_chaNged")).returncode == 1
    assert verified(log.replace(mine.person.email.encode(), b"mallory@example.com")).returncode == 1
    first = log.index(b'\n{"entry"')
    assert verified(log[:first] + b"\n" + log[log.index(b'\n{"entry"', first + 1) :]).returncode == 1
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 30


def test_asked_twice_at_once_is_made_once() -> None:
    """XB-39: two presses, two workers."""
    mine = customer("Ivan")
    both = at_once([lambda: asked(mine), lambda: asked(mine)])
    assert len({each.id for each in both}) == 1
    works = [lambda: make_export(mine.organization, data_export=both[0].id, at=AT)] * 2
    assert at_once(works) == [None, None]
    with within(mine.organization):
        assert DataExport.objects.get(account=mine.account).state == "ready"
        assert Event.objects.filter(name="rights.export_ready", account_id=mine.account.id).count() == 1
        attempts = DataExportPart.objects.filter(data_export=both[0].id).values_list("attempt", flat=True)
        assert len(set(attempts)) == 1


def test_a_large_file_comes_in_pieces_and_a_killed_worker_s_are_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """XB-39: made by a job; what a dead worker left behind does not count."""
    monkeypatch.setattr("selvbetjening.domain.rights.actions.export.PIECE", 512)
    mine = customer("Jytte")
    invoice(mine, number=3, kept_until=date(2031, 12, 31), pdf=b"%PDF" + bytes(range(256)) * 4)
    export = asked(mine)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(archive, "log_as_json", die)
        with pytest.raises(KeyboardInterrupt):
            make_export(mine.organization, data_export=export.id, at=AT)
    make_export(mine.organization, data_export=export.id, at=AT)
    with within(mine.organization):
        ready = DataExport.objects.get(id=export.id)
        parts = list(DataExportPart.objects.filter(data_export=ready).order_by("number"))
        assert len(parts) > 3
        read = [exports.part(mine.organization, data_export=ready, number=part.number) for part in parts]
        content = b"".join(piece for piece in read if piece)
    assert hashlib.sha256(content).hexdigest() == ready.sha256
    assert ZipFile(io.BytesIO(content)).testzip() is None


def test_the_file_is_gone_after_a_day() -> None:
    """GDP-3 (allowed), SEC-123 (forbidden): open for 24 hours, then its bytes are deleted."""
    mine = customer("Knud")
    ready, _ = made(mine)
    assert export_open(expires_at=ready.expires_at, at=AT + timedelta(hours=23))
    assert not export_open(expires_at=ready.expires_at, at=AT + timedelta(hours=24))
    purge(mine.organization, at=AT + timedelta(hours=25))
    with within(mine.organization):
        assert DataExport.objects.get(id=ready.id).state == "gone"
        assert not DataExportPart.objects.filter(data_export=ready.id).exists()


def test_another_person_of_the_account_does_not_find_it() -> None:
    """XB-39: only the one who asked."""
    mine = customer("Lone")
    other = make.recipient(mine.account)
    ready, _ = made(mine)
    with within(mine.organization), pytest.raises(DataExport.DoesNotExist):
        exports.get(mine.organization, account=mine.account.id, recipient=other.id, data_export=ready.id)


def test_the_file_lies_sealed_and_no_piece_fits_elsewhere() -> None:
    """SEC-123, SEC-125: a copy of the database tells nothing, and a piece cannot be put into another file."""
    mine = customer("Mogens")
    ready, content = made(mine)
    with within(mine.organization):
        (part,) = DataExportPart.objects.filter(data_export=ready.id)
        kept = bytes(part.content)
        assert b"PK\x03\x04" in content and b"PK\x03\x04" not in kept and b"logbog.json" not in kept
        other = DataExport.objects.create(
            organization=mine.owner, account=mine.account, recipient_id=mine.person.id, asked_at=AT, state="ready",
            ready_at=AT, expires_at=AT + timedelta(hours=24), attempt=ready.attempt,
        )  # fmt: skip
        DataExportPart.objects.create(
            organization=mine.owner, data_export=other, attempt=ready.attempt, number=0, content=kept
        )
        with pytest.raises(SealBroken, match="altered"):
            exports.part(mine.organization, data_export=other, number=0)
