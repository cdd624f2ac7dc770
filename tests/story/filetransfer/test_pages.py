"""The pages of My File Transfer: send by a form, look, send, follow, decide, collect, check a receipt."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.models import Delivery, OutFile
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business
from tests import deliveries as files
from tests.business import BusinessClient
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company, uploaded

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten: the deliveries of the tests are in time for 1 February."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def streamed(response: Any) -> bytes:
    """All of an answer that comes bit by bit."""
    return b"".join(response.streaming_content)


def form(client: BusinessClient, *given: tuple[str, bytes], environment: str = "production") -> Any:
    chosen = [SimpleUploadedFile(name, data) for name, data in given]
    return client.post(client.path("mft_send"), {"chosen": chosen, "environment": environment})


def run(of: Sender, number: int = 1) -> Delivery:
    """Let the pipeline work on the company's delivery with this number."""
    with within(of.id):
        row = Delivery.objects.get(organization_id=of.id, number=number)
    advance(of.id, delivery=row.id, at=files.AT)
    sign_receipts(of.id, at=files.AT)
    return files.get(of, row.id)


def text(response: Any) -> str:
    assert response.status_code == 200, response.content
    return str(response.content.decode())


def test_a_form_without_javascript_leads_to_the_preview_and_send_to_the_receipt_page() -> None:
    """BP-40, BP-45, BP-46, BM-01, BM-15: exactly what will happen, then Send, then the delivery's own page."""
    of, organization = company()
    client = browser(organization)
    shown = form(client, ("januar.bs1", files.file(of, [14_900, 9_900, 19_900])))
    assert shown.status_code == 302 and "/proevekoersel/" in shown.headers["Location"]
    page = text(client.get(shown.headers["Location"]))
    for words in ("januar.bs1", "447,00", "Intet er sendt endnu", "Ingen"):
        assert words in page
    assert files.collections(of) == []
    sent = client.post(shown.headers["Location"], {"send": "1"})
    assert "/leverancer/" in sent.headers["Location"]
    assert client.post(shown.headers["Location"], {"send": "1"}).headers["Location"] == sent.headers["Location"]
    done = run(of)
    assert (done.state, len(files.collections(of))) == ("processed", 3)
    page = text(client.get(sent.headers["Location"]))
    for words in ("Behandlet", "447,00", done.sha256, "K1, modtaget", "K2, kontrolleret", "K3, behandlet"):
        assert words in page
    assert "januar.bs1" in text(client.get(client.path("mft") + "?q=januar&tilstand=behandlet"))
    assert "januar.bs1" not in text(client.get(client.path("mft") + "?tilstand=afvist"))
    assert f"leverance {done.number}" in text(client.get(shown.headers["Location"]))


def test_a_file_with_errors_says_where_and_how_to_mend_it_before_and_after() -> None:
    """BP-45, BM-01, MFT-06: the preview and the delivery's page list the same lines."""
    of, organization = company()
    client = browser(organization)
    wrong = files.file(of).replace(of.agreement.pbs_number.encode(), b"00000000")
    shown = form(client, ("forkert.bs1", wrong)).headers["Location"]
    page = text(client.get(shown))
    assert "Filen ville blive afvist" in page and "Sådan retter du det" in page
    address = client.post(shown, {"send": "1"}).headers["Location"]
    done = run(of)
    assert done.state == "rejected"
    page = text(client.get(address))
    assert "Sådan retter du det" in page and escape(done.content["errors"][0]["fix"]["da"]) in page
    assert "1 fil er afvist de seneste syv dage" in text(client.get(client.path("front")))


def test_several_files_are_each_a_row_and_a_refused_one_names_itself() -> None:
    """BP-40, MFT-03: one form, several files."""
    of, organization = company()
    client = browser(organization, "send")
    given = [(f"{place}.bs1", files.file(of, identification=str(place))) for place in (1, 2)]
    assert form(client, *given).headers["Location"] == client.path("mft_send")
    page = text(client.get(client.path("mft_send")))
    assert "1.bs1" in page and "2.bs1" in page
    refused = text(form(client, ("fin.bs1", files.file(of, identification="3")), ("slut.", b"x")))
    assert "MFT-03" in refused and "fin.bs1" in refused
    assert "Vælg mindst én fil" in text(client.post(client.path("mft_send"), {"environment": "production"}))


def test_a_sent_file_can_be_taken_back_in_the_undo_window() -> None:
    """BM-06: one press, and nothing of it ever counts; twice says that it has moved on."""
    of, organization = company(files_undo_minutes=10)
    client = browser(organization)
    uploaded(client, files.file(of))
    held = run(of)
    assert held.state == "holding"
    address = client.path("mft_delivery", held.id)
    assert "Træk filen tilbage" in text(client.get(address))
    assert client.post(client.path("mft_withdraw", held.id)).headers["Location"] == address
    assert files.get(of, held.id).state == "withdrawn"
    assert "Filen er gået videre" in text(client.post(client.path("mft_withdraw", held.id), follow=True))
    assert files.collections(of) == []


def test_a_duplicate_waits_beside_the_earlier_file_for_a_reason_and_mitid() -> None:
    """BP-47, annex D.3: compared, then sent all the same with a reason, after MitID."""
    of, organization = company()
    client, data = browser(organization), files.file(of)
    uploaded(client, data, name="a.bs1")
    assert run(of).state == "processed"
    uploaded(client, data, name="b.bs1", confirm_duplicate=True)
    held = run(of, number=2)
    assert held.state == "held_duplicate"
    address = client.path("mft_duplicate", held.id)
    page = text(client.get(address))
    assert "a.bs1" in page and "b.bs1" in page
    assert "1 fil er måske en dublet" in text(client.get(client.path("front")))
    assert client.post(address, {"reason": "Ny periode"}).status_code == 401
    client.confirm("files")
    assert client.post(address, {"reason": ""}).status_code == 200
    assert files.get(of, held.id).state == "held_duplicate"
    client.post(address, {"reason": "Ny periode"})
    moved = files.get(of, held.id)
    assert moved.confirmed and moved.state != "held_duplicate"
    assert "Ny periode" in text(client.get(client.path("mft_delivery", held.id)))


def test_a_second_person_approves_and_nobody_her_own() -> None:
    """BM-04, SEC-32, ACC-04: the approval page names the hash; the sender is refused, a colleague's yes counts."""
    of, organization = company(files_four_eyes="always")
    sender, colleague = browser(organization), browser(organization, "fetch", "approve")
    uploaded(sender, files.file(of))
    held = run(of)
    assert held.state == "awaiting_approval"
    address = sender.path("mft_approve", held.id)
    sender.confirm("files")
    own = sender.post(address, {"sha256": held.sha256})
    assert own.status_code == 403 and "ACC-04" in own.content.decode()
    assert colleague.post(address, {"sha256": held.sha256}).status_code == 401
    assert held.sha256 in text(colleague.get(address))
    assert "1 fil venter på godkendelse" in text(colleague.get(colleague.path("front")))
    colleague.confirm("files")
    colleague.post(address, {"sha256": "0" * 64})
    assert files.get(of, held.id).state == "awaiting_approval"
    colleague.post(address, {"sha256": held.sha256})
    assert files.get(of, held.id).state == "accepted"


def test_an_approver_turns_a_file_down_with_a_reason() -> None:
    """BM-04 "Reject": it is withdrawn, and the reason stands in the timeline."""
    of, organization = company(files_four_eyes="always")
    colleague = browser(organization, "fetch", "approve")
    uploaded(browser(organization), files.file(of))
    held = run(of)
    colleague.confirm("files")
    colleague.post(colleague.path("mft_approve", held.id), {"reject": "1", "reason": "Forkert måned"})
    assert files.get(of, held.id).state == "withdrawn"
    assert "Forkert måned" in text(colleague.get(colleague.path("mft_delivery", held.id)))


def out(of: Sender, name: str, content: bytes) -> OutFile:
    return keep_output(
        of.id, output=None, solution="betalingsservice", kind="0602", pbs_number=of.agreement.pbs_number, name=name,
        chunks=[content], environment="production", at=files.AT,
    )  # fmt: skip


def test_files_are_collected_one_by_one_and_as_a_zip_and_the_first_is_noted() -> None:
    """BP-48: the list says who fetched a file first; a download removes nothing."""
    of, organization = company()
    client, colleague = browser(organization, "fetch"), browser(organization, "fetch")
    assert "Der ligger ikke noget klar endnu" in text(client.get(client.path("mft_collect")))
    one, _two = out(of, "0602-1.txt", b"et"), out(of, "0602-2.txt", b"to")
    got = client.get(client.path("mft_out_file", one.id))
    assert streamed(got) == b"et" and 'filename="0602-1.txt"' in got.headers["Content-Disposition"]
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"  # SEC-85
    assert streamed(colleague.get(colleague.path("mft_out_file", one.id))) == b"et"
    with within(of.id):
        row = OutFile.objects.get(organization_id=of.id, id=one.id)
    assert client.membership is not None
    assert (row.collected_by, row.collections) == (str(client.membership.id), 2)
    page = text(client.get(client.path("mft_collect")))
    assert "Astrid Nordby" in page and "0602-2.txt" in page
    assert "0602-1.txt" not in text(client.get(client.path("mft_collect") + "?nye=on"))
    packed = streamed(client.get(client.path("mft_collect") + "?fil=zip"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert (archive.read("0602-1.txt"), archive.read("0602-2.txt")) == (b"et", b"to")
    tomorrow = f"?fil=zip&fra={(files.AT + timedelta(days=1)).date()}"
    assert client.get(client.path("mft_collect") + tomorrow).status_code == 302
    sender = browser(organization, "send")
    assert sender.get(sender.path("mft_out_file", one.id)).status_code == 403


def test_anybody_can_check_a_receipt_and_a_changed_one_is_seen() -> None:
    """BM-02: signed by us and unaltered, about this file; one changed letter, and it is not."""
    of, organization = company()
    client, data = browser(organization), files.file(of)
    uploaded(client, data)
    done = run(of)
    address = client.path("mft_receipt", files.receipts(of, done.id)[-1].id)
    parts = {kind: client.get(f"{address}?fil={kind}") for kind in ("json", "sig", "txt")}
    assert all(part.status_code == 200 for part in parts.values())
    assert client.get(f"{address}?fil=exe").status_code == 404

    def checked(receipt: bytes, sha256: str) -> str:
        anybody = business.stranger()
        given = {
            "receipt": SimpleUploadedFile("a.json", receipt),
            "signature": SimpleUploadedFile("a.sig", parts["sig"].content),
            "sha256": sha256,
        }
        return text(anybody.post("/kvittering/", given))

    signed = parts["json"].content
    assert "handler om filen med denne hash" in checked(signed, done.sha256.upper())
    assert "en anden fil" in checked(signed, "0" * 64)
    altered = checked(signed.replace(b"processed", b"rejected!"), "")
    assert "Underskriften passer ikke" in altered and organization.name not in altered
    assert business.stranger().get("/kvittering/allowed_signers").content.startswith(b"portal ")


def test_the_rules_for_files_are_the_managers_and_fewer_eyes_wait_for_a_second_one() -> None:
    """BM-04, BM-06, SEC-32: saved with MitID; what loosens waits where two managers stand."""
    of, organization = company(files_four_eyes="always")
    manager = business.as_manager(organization)
    page = text(manager.get(manager.path("mft_rules")))
    assert "Hvem får mail" in page
    given = {
        "files_accept": "sound_ones", "files_four_eyes": "off", "files_four_eyes_amount": "0,00",
        "files_four_eyes_count": "0", "files_four_eyes_new_share": "100", "files_approvers": "1",
        "files_undo_minutes": "15", "files_look_back_days": "90", "files_resume_hours": "24",
        "files_unproven": "settle", "files_content_days": "90", "files_record_years": "5",
    }  # fmt: skip
    assert manager.post(manager.path("mft_rules"), given).status_code == 401
    manager.confirm("policies")
    assert manager.post(manager.path("mft_rules"), given).status_code == 302
    with within(of.id):
        now = Organization.objects.get(id=of.id)
    assert (now.choice("files_undo_minutes"), now.choice("files_accept")) == (15, "sound_ones")
    assert now.choice("files_four_eyes") == "always"


def test_a_grant_for_some_pbs_numbers_sees_only_theirs() -> None:
    """BP-13, SEC-19: another number's delivery and files are not there."""
    of, organization = company()
    uploaded(browser(organization), files.file(of))
    done = run(of)
    made = out(of, "0602-1.txt", b"et")
    for numbers, status in (([of.agreement.pbs_number], 200), (["00000001"], 404)):
        person = business.member(organization)
        business.give(organization, person, "my-file-transfer", [], pbs_numbers=numbers)
        client = business.as_member(organization, person)
        assert client.get(client.path("mft_delivery", done.id)).status_code == status
        assert client.get(client.path("mft_out_file", made.id)).status_code == status


def test_both_languages_say_every_page() -> None:
    """BP-40: the same in English."""
    _of, organization = company()
    client = browser(organization, language="en")
    assert "Nothing lies ready yet" in text(client.get(client.path("mft_collect")))
    assert "No file has been sent yet" in text(client.get(client.path("mft")))
    assert "press Send" in text(client.get(client.path("mft_send")))


def test_the_preview_warns_of_collections_that_nobody_pays() -> None:
    """BM-01, betalingsservice.md 16: no mandate and no slips; the total leaves them out."""
    of, organization = company()
    client = browser(organization)
    shown = form(client, ("januar.bs1", files.file(of, [14_900, 9_900])))
    page = " ".join(text(client.get(shown.headers["Location"])).replace("\N{NO-BREAK SPACE}", " ").split())
    assert "2 af 2 opkrævninger har ingen betalingsaftale og opkræves ikke." in page
    assert 'Beløbet på <span class="sb-money">248,00 kr.</span> er ikke med i nogen sum.' in page
    assert '<strong><span class="sb-money">0,00 kr.</span></strong>' in page
