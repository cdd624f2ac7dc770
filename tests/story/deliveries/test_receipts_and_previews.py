"""Receipts that anybody can verify, and previews that say beforehand what they will say (BM-01, BM-02, BP-46)."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils.translation import override

from selvbetjening.config.receipt_keys import ReceiptKeys
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.preview import ask_preview, make_preview, send
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.documents import next_words, receipt_files, status_words
from selvbetjening.domain.deliveries.models import Delivery, Preview
from selvbetjening.domain.deliveries.rules.receipt import canonical
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.deliveries.rules.sshsig import public_of
from selvbetjening.domain.tenancy.within import within
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender

pytestmark = pytest.mark.usefixtures("database")


def ssh_keygen(folder: Path, *, json_name: str, sig_name: str) -> bool:
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "allowed_signers",
        "-I",
        "portal",
        "-n",
        "kvittering",
        "-s",
        sig_name,
    ]
    content = (folder / json_name).read_bytes()
    return subprocess.run(command, input=content, cwd=folder, capture_output=True, check=False).returncode == 0


def test_every_receipt_is_signed_chained_and_verified_by_ssh_keygen(tmp_path: Path) -> None:
    """BM-02, BP-46: JSON, text and signature as they lie in the folder; any altered byte of JSON or file is seen."""
    of = files.sender()
    data = files.file(of, [14_900, 9_900])
    done = files.send(of, data, name="Opkrævning æøå.txt")
    (tmp_path / "allowed_signers").write_text(queries.allowed_signers())
    previous = ""
    for seq, row in enumerate(files.receipts(of, done.id), start=1):
        made = {each.name.rpartition(".")[2]: each for each in receipt_files(of.id, row=row)}
        assert made["json"].name == f"Opkrævning æøå.txt.{done.id}.K{seq}.json"
        for each in made.values():
            (tmp_path / each.name).write_bytes(each.content)
        assert ssh_keygen(tmp_path, json_name=made["json"].name, sig_name=made["sig"].name)
        facts = json.loads(made["json"].content)
        assert canonical(value=facts) == made["json"].content
        assert facts["chain"] == {"seq": seq, "previous_sha256": previous}
        for language in ("da", "en"):
            with override(language):
                said = {"status": facts["status"], "code": facts["code"]}
                assert facts["status_text"][language] == status_words(**said) != facts["status"]
                assert facts["next"][language] == next_words(**said) != ""
        previous = row.sha256
        text, signature = made["json"].content, made["sig"].content.decode()
        verified = queries.verify(text=text, signature=signature, file_sha256=done.sha256)
        assert (verified.ok, verified.file_fits) == (True, True)
        assert queries.verify(text=text, signature=signature, file_sha256="0" * 64).why == "file_differs"
        for place in range(0, len(text), 41):
            altered = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
            assert queries.verify(text=altered, signature=signature).why == "altered"
        (tmp_path / made["json"].name).write_bytes(text.replace(b'"version":1', b'"version":2'))
        assert not ssh_keygen(tmp_path, json_name=made["json"].name, sig_name=made["sig"].name)
        lines = made["txt"].content.decode().split("\r\n")
        assert max(len(line) for line in lines) <= 80
        assert any("KVITTERING" in line for line in lines) and any("RECEIPT" in line for line in lines)
    assert previous


def test_a_receipt_names_no_payer_and_no_address() -> None:
    """BP-46, SEC-126: no customer number, no IP address, no person; lines are told by their number."""
    of = files.sender(files_accept="sound_ones")
    data = files.file(of, [14_900, 9_900], customers=["4711471147114", "1147114711471"])
    done = files.send(of, data.replace(b"010227", b"310227"))
    for row in files.receipts(of, done.id):
        for each in receipt_files(of.id, row=row):
            for secret in (b"4711471147114", b"1147114711471", b"192.0.2.", str(of.person).encode()):
                assert secret not in each.content


def test_a_door_without_the_key_writes_receipts_that_the_worker_signs(settings: Any) -> None:
    """BM-02: the signing key is outside the web process; earlier keys verify what they signed in their days."""
    of = files.sender()
    keys = settings.RECEIPT_KEYS
    settings.RECEIPT_KEYS = ReceiptKeys(None, public_of(seed=keys.seed))
    committed = files.put(of, files.file(of))
    assert sign_receipts(of.id, at=AT) == 0
    assert committed.delivery is not None
    (waiting,) = files.receipts(of, committed.delivery)
    with pytest.raises(ValueError, match="not a signed receipt"):
        receipt_files(of.id, row=waiting)
    settings.RECEIPT_KEYS = keys
    assert sign_receipts(of.id, at=AT) == 1
    (row,) = files.receipts(of, committed.delivery)
    other = bytes(32)
    for until, why in ((AT.date().replace(day=21), ""), (AT.date().replace(day=20), "key_out_of_time")):
        days = (public_of(seed=keys.seed), AT.date().replace(day=1), until)
        settings.RECEIPT_KEYS = ReceiptKeys(other, earlier=(days,))
        assert queries.verify(text=row.text.encode(), signature=row.signature).why == why


def staged(of: Sender, data: bytes) -> Preview:
    row, said = files.upload(of, data, purpose="preview")
    assert said.outcome == "staged"
    return ask_preview(of.id, staging=row.id, by=of.https, at=AT)


def counted(of: Sender) -> int:
    with within(of.id):
        return Delivery.objects.filter(organization_id=of.id).count()


def test_a_preview_says_word_for_word_what_the_receipt_will_say() -> None:
    """BM-01: for files of all kinds, its result is the content of the K2 of the same file sent afterwards."""
    of, chance = files.sender(files_accept="sound_ones"), Random(1)
    for number in range(25):
        amounts = [chance.choice([100, 14_900, 99_999]) for _ in range(chance.randrange(1, 6))]
        customers = [str(chance.randrange(1, 8)) for _ in amounts]
        data = files.file(of, amounts, customers=customers, identification=str(number + 1))
        if chance.random() < 0.2:
            data = data.replace(b"010227", b"310227", 1)
        preview = staged(of, data)
        before, collections = counted(of), files.collections(of)
        assert preview.state == "ready"
        assert (counted(of), files.collections(of)) == (before, collections)  # it wrote nothing
        sent = send(of.id, preview=preview.id, by=of.https, at=AT)
        assert isinstance(sent, Committed)
        done = files.run(of, sent)
        assert done.content == preview.result
        k2 = json.loads(files.receipts(of, done.id)[1].text)
        assert {key: k2[key] for key in preview.result} == preview.result
        if done.state == "processed":
            made = json.loads(files.receipts(of, done.id)[2].text)["registered"]["collections"]
            assert {key: made[key] for key in ("new", "changed", "cancelled", "unchanged", "refused")} == {
                key: preview.result["effects"][key] for key in ("new", "changed", "cancelled", "unchanged", "refused")
            }


def test_sent_twice_it_is_sent_once_and_a_world_that_moved_shows_itself_first() -> None:
    """BM-01: "Send nu" without a new upload; stale, the new preview is shown instead, and its sending sends."""
    of = files.sender()
    data = files.file(of, [14_900])
    preview = staged(of, data)
    assert preview.result["effects"]["new"] == 1
    files.send(of, files.file(of, [9_900], identification="2"))
    anew = send(of.id, preview=preview.id, by=of.https, at=AT + MINUTE)
    assert isinstance(anew, Preview)
    assert (anew.result["effects"]["new"], anew.result["effects"]["changed"]) == (0, 1)
    first = send(of.id, preview=anew.id, by=of.https, at=AT + MINUTE)
    assert send(of.id, preview=anew.id, by=of.https, at=AT + MINUTE) == first
    assert send(of.id, preview=preview.id, by=of.https, at=AT + MINUTE) == first
    assert counted(of) == 2


def test_a_preview_runs_out_with_its_bytes() -> None:
    """BM-01: 24 hours; it is never part of the history of duplicates."""
    of = files.sender()
    preview = staged(of, files.file(of))
    with pytest.raises(Refused, match="expired"):
        send(of.id, preview=preview.id, by=of.https, at=AT + timedelta(hours=24))
    assert make_preview(of.id, preview=preview.id, at=AT).id == preview.id
    assert files.send(of, files.file(of)).state == "processed"


def test_a_staged_file_is_sent_by_its_preview_and_by_nothing_else() -> None:
    """BM-01: the same commit again says the same; no sweep delivers it."""
    of = files.sender()
    row, said = files.upload(of, files.file(of), purpose="preview")
    assert commit(of.id, staging=row.id, by=of.https, at=AT) == said
    tidy(of.id, at=AT + timedelta(hours=2))
    assert counted(of) == 0
