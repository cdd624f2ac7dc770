"""The upload in pieces: resumable at any offset, and nothing is delivered that is not whole (BP-40, annex E)."""

import io
import random
from typing import Any

import pytest

from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.tenancy.within import within
from tests import business, make
from tests import deliveries as files
from tests.story.filetransfer.steps import TYPE, ask, begin, browser, company, piece, sha, uploaded

pytestmark = pytest.mark.usefixtures("database")


def test_an_upload_goes_on_at_every_offset_and_is_delivered_once() -> None:
    """BP-40, BP-44, annex E: cut at random offsets, asked where it stands, gone on, finished; twice is once."""
    of, organization = company()
    data = files.file(of, [14_900] * 40)
    client, chance = browser(organization, "send"), random.Random(40)
    made = begin(client, data)
    assert made.status_code == 201 and made.headers["Upload-Chunk-Max"] == "8388608" and made.headers["Upload-Expires"]
    address, at = made.headers["Location"], 0
    while at < len(data):
        end = min(len(data), at + chance.randrange(1, 900))
        assert piece(client, address, at, data[at:end]).headers["Upload-Offset"] == str(end)
        at = end
        asked = client.head(address)
        assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, str(at))
        assert asked.headers["Upload-Length"] == str(len(data)) and "no-store" in asked.headers["Cache-Control"]
        if at < len(data):
            broken_off = ask(client, f"{address}finish/", sha256=sha(data))
            assert (broken_off.status_code, broken_off.json()["code"]) == (409, "MFT-04")
    first, second = (ask(client, f"{address}finish/", sha256=sha(data)) for _turn in range(2))
    assert first.status_code == second.status_code == 202 and first.json() == second.json()
    with within(of.id):
        delivered = Delivery.objects.get(organization_id=of.id)
    assert str(delivered.id) == first.json()["delivery"] and delivered.sha256 == sha(data)
    assert str(delivered.id) in first.json()["address"]


def test_a_wrong_offset_a_wrong_checksum_and_a_wrong_type_write_nothing() -> None:
    """Annex E: 409 with the right offset, 460, 415, 413 and 400; the upload stands where it stood."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    address = begin(client, data).headers["Location"]
    assert piece(client, address, 0, data[:100]).status_code == 204
    for wrong in (0, 50, 101):
        answer = piece(client, address, wrong, data[100:200])
        assert (answer.status_code, answer.json()["offset"], answer.headers["Upload-Offset"]) == (409, 100, "100")
    other = {"Upload-Checksum": "sha256 " + "A" * 43 + "="}
    assert piece(client, address, 100, data[100:200], **other).status_code == 460
    assert piece(client, address, 100, data[100:200], **{"Upload-Checksum": "md5 x"}).status_code == 400
    headers = {"Upload-Offset": "100"}
    assert client.patch(address, data[100:200], content_type="text/plain", headers=headers).status_code == 415
    assert client.patch(address, data[100:200], content_type=TYPE).status_code == 400
    assert client.patch(address, b"0" * 8_388_609, content_type=TYPE, headers=headers).status_code == 413
    assert client.head(address).headers["Upload-Offset"] == "100"
    beyond = piece(client, address, 100, data[100:] + b"more")
    assert (beyond.status_code, beyond.json()["code"]) == (413, "MFT-01")


def test_asking_where_an_upload_stands_changes_nothing() -> None:
    """SEC-136: HEAD leaves holder, lease and life as they are; a piece that was stuck meanwhile is no second one."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    address = begin(client, data).headers["Location"]
    assert piece(client, address, 0, data[:100]).status_code == 204
    with within(of.id):
        mine = Staging.objects.filter(organization_id=of.id)
        for state in ("receiving", "aborted", "incomplete"):
            mine.update(state=state)
            before = mine.values().get()
            assert client.head(address).headers["Upload-Offset"] == "100"
            assert mine.values().get() == before
    assert piece(client, address, 100, data[100:200]).status_code == 204
    late = piece(client, address, 100, data[100:200])
    assert (late.status_code, late.headers["Upload-Offset"]) == (409, "200")
    assert client.head(address).headers["Upload-Offset"] == "200"


def test_a_piece_that_ends_before_its_length_is_written_nowhere() -> None:
    """Annex E: a lying length, as after a connection that broke, is no piece."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    address = begin(client, data).headers["Location"]
    cut: dict[str, Any] = {"wsgi.input": io.BytesIO(data[:100]), "CONTENT_LENGTH": "500"}
    answer = client.patch(address, data[:100], content_type=TYPE, headers={"Upload-Offset": "0"}, **cut)
    assert answer.status_code == 400
    assert client.head(address).headers["Upload-Offset"] == "0"


def test_the_hash_that_was_said_must_be_that_of_what_came() -> None:
    """Annex E, SEC-88: 422, and nothing is delivered."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    address = begin(client, data, sha256="").headers["Location"]
    assert piece(client, address, 0, data).status_code == 204
    answer = ask(client, f"{address}finish/", sha256="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "MFT-04")
    with within(of.id):
        assert not Delivery.objects.filter(organization_id=of.id).exists()
    assert ask(client, f"{address}finish/", sha256=sha(data)).status_code == 202


def test_the_same_file_chosen_again_goes_on_and_a_known_one_asks_first() -> None:
    """BP-40: the tab was closed; BP-47, MFT-07: the same content was delivered before."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    first = begin(client, data)
    assert piece(client, first.headers["Location"], 0, data[:300]).status_code == 204
    again = begin(client, data)
    assert (again.status_code, again.json()) == (200, {"upload": first.headers["Location"], "offset": 300})
    assert begin(browser(organization, "send"), data).status_code == 201  # a colleague's is her own
    assert piece(client, first.headers["Location"], 300, data[300:]).status_code == 204
    assert ask(client, f"{first.headers['Location']}finish/").status_code == 202
    known = begin(client, data)
    assert (known.status_code, known.json()["code"]) == (409, "MFT-07")
    assert "leverance 1" in known.json()["words"]
    assert begin(client, data, confirm_duplicate=True).status_code == 201
    assert begin(client, data, environment="test").status_code == 201  # tests are never compared with what is real


def test_what_cannot_be_begun_says_why() -> None:
    """MFT-01, MFT-03, annex E: size, name, nonsense; four at once at most."""
    _of, organization = company()
    client = browser(organization, "send")

    def told(**asked: object) -> tuple[int, str]:
        answer = ask(client, client.path("mft_uploads"), **{"name": "a.bs1", "size": 5, **asked})
        return answer.status_code, answer.json().get("code", "")

    assert told(size=500 * 1024 * 1024 + 1) == (413, "MFT-01")
    assert told(name="../a\u202eb.txt") == (422, "MFT-03")
    assert told(size=0) == (422, "MFT-04")
    for nonsense in ({"size": "5"}, {"size": True}, {"size": -1}, {"name": 7}, {"sha256": "x"}, {"purpose": "eat"}):
        assert told(**nonsense) == (422, "")
    assert [told()[0] for _turn in range(5)] == [201, 201, 201, 201, 429]


def test_an_upload_is_its_senders_own() -> None:
    """SEC-19: a colleague's, another company's and one that is gone are not there; without the grant a code says so."""
    of, organization = company()
    data = files.file(of)
    client, colleague = browser(organization, "send"), browser(organization)
    address = begin(client, data).headers["Location"]
    other = make.organization(name="Fjordbyg Software", cvr="92222209")
    stranger = business.as_manager(other)
    for nobody in (colleague, stranger):
        assert nobody.head(address).status_code == 404
        assert piece(nobody, address, 0, data).status_code == 404
        assert nobody.delete(address).status_code == 404
        assert ask(nobody, f"{address}finish/").status_code == 404
    fetcher = browser(organization, "fetch")
    refused = begin(fetcher, data)
    assert refused.status_code == 403 and "ACC-01" in refused.content.decode()
    assert business.stranger(organization).patch(address, b"x", content_type=TYPE).status_code == 302
    assert client.delete(address).status_code == client.delete(address).status_code == 204
    assert client.head(address).status_code == 410
    assert piece(client, address, 0, data).status_code == 410
    with within(of.id):
        assert Staging.objects.get(organization_id=of.id).state == "removed"


def test_a_preview_is_what_a_finished_upload_leads_to() -> None:
    """BP-40, BM-01: uploaded to look at, nothing is delivered; finished twice, it is one preview."""
    of, organization = company()
    data = files.file(of)
    client = browser(organization, "send")
    done = uploaded(client, data, purpose="preview")
    assert (done.status_code, done.json()["outcome"]) == (202, "staged")
    address = begin(client, data, purpose="preview").json()["upload"]
    assert ask(client, f"{address}finish/").json()["address"] == done.json()["address"]
    with within(of.id):
        assert not Delivery.objects.filter(organization_id=of.id).exists()
    assert client.get(done.json()["address"]).status_code == 200
