"""Every page of My File Transfer in a real browser: axe, both widths, both languages (BP-80, BP-40 to BP-49)."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from playwright.sync_api import expect

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.collect import mark_collected
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.documents import receipt_files
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live
from tests import deliveries as files
from tests.deliveries import Sender
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.filetransfer.steps import company
from tests.tale.checked import WIDTHS, Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
#: The month with the longest name.
WIDE = files.AT.replace(month=9, day=27)
EMPTY = ("mft", "mft_send", "mft_collect", "mft_feeds")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten: the deliveries of the tests are in time for 1 February."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def with_faults(of: Sender) -> bytes:
    """Three collections, one of them on a day that does not exist, one years ahead."""
    lines = files.file(of, [14_900, 9_900, 19_900], identification="7").split(b"\r\n")
    for place, due in ((3, b"31022027"), (4, b"01022035")):
        lines[place] = lines[place][:51] + due + lines[place][59:]
    return b"\r\n".join(lines)


def previewed(of: Sender, data: bytes, *, name: str) -> UUID:
    row, _done = files.upload(of, data, name=name, purpose="preview")
    return ask_preview(of.id, staging=row.id, by=of.https, at=files.AT).id


def delivered(of: Sender) -> dict[str, UUID]:
    """A file in each state that has a page of its own."""
    same = files.file(of, [14_900] * 320)
    found = {
        "processed": files.send(of, same, name="opkraevninger-februar.bs1").id,
        "rejected": files.send(of, with_faults(of), name="med-fejl.bs1").id,
        "duplicate": files.send(of, same, name="opkraevninger-februar-igen.bs1").id,
    }
    choose(of.id, values={"files_accept": "sound_ones"}, actor=SYSTEM, at=files.AT)
    found["partly"] = files.send(of, with_faults(of).replace(b"0000000007", b"0000000008"), name="delvis.bs1").id
    choose(of.id, values={"files_undo_minutes": 10}, actor=SYSTEM, at=files.AT)
    found["holding"] = files.send(of, files.file(of, identification="2"), name="kan-fortrydes.bs1").id
    choose(of.id, values={"files_four_eyes": "always"}, actor=SYSTEM, at=files.AT, by_managers=True)
    found["awaiting"] = files.send(of, files.file(of, identification="3"), name="skal-godkendes.bs1").id
    waiting = files.put(of, files.file(of, [100] * 50, identification="4"), name="paa-vej.bs1").delivery
    assert waiting is not None
    found["received"] = waiting
    files.put(of, files.file(of, [100] * 50, identification="5")[:3000], name="afbrudt.bs1")
    return found


def ruled(of: Sender) -> None:
    """A rule with every part for one number, and one for the others."""
    whole = {"kind": "above", "amount": 1_000_000, "count": 500, "new_share": 5, "account": True, "approvers": 2}
    rules = {"betalingsservice/12345678": whole, "betalingsservice/*": {**whole, "kind": "off", "approvers": 1}}
    choose(of.id, values={"files_approval_rules": rules}, actor=SYSTEM, at=files.AT, by_managers=True)


def unproven(of: Sender) -> UUID:
    """A file that waits for a person's word, with sidecars that fit, do not fit, and speak of nothing."""
    choose(of.id, values={"files_unproven": "confirm"}, actor=SYSTEM, at=files.AT)
    files.put(of, b"0" * 64, name="opkraevninger-februar.bs1.sha256")
    files.put(of, b"", name="opkraevninger-februar.ok")
    files.put(of, b"", name="SLUT")
    files.put(of, b"noget uden ende\n" * 400, name="liste-over-alt.txt")
    with within(of.id):
        return next(row.id for row in queries.broken_off(of.id) if row.state == "waiting")


def out(of: Sender) -> None:
    for number, kind in enumerate(("payments", "mandates", "mandates_full", "information")):
        keep_output(
            of.id, output=None, solution="betalingsservice", kind=kind, pbs_number=of.agreement.pbs_number,
            name=f"D000000{number}001-602.BS1", chunks=[b"BS" * 5_000], environment="production", at=WIDE,
        )  # fmt: skip


def fetched(of: Sender) -> None:
    """By a person, whose name makes the list's widest column."""
    with within(of.id):
        rows = queries.out_files(of.id, environment="production")
    for row in rows:
        mark_collected(of.id, file=row.id, by=of.https, at=WIDE)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_my_file_transfer(
    site: live.Site, open_page: Callable[..., "Page"], faults: list[str], tmp_path: Path, language: str
) -> None:
    """BP-40, BP-45 to BP-49, BM-01, BM-02, BM-04, BM-06, BP-80: empty, full, each state, a line explained."""
    of, organization = company()
    client, page = business.as_manager(organization, language=language), open_page(language=language)
    log_in(page, client)
    walk = Checked(page, faults, key=f"mft-{language}", widths=WIDTHS if language == "da" else WIDTHS[1:])
    for name in EMPTY:
        walk.visit(f"{name}-empty", ORIGIN + client.path(name))
    walk.visit("rules", ORIGIN + client.path("mft_rules"))
    walk.visit("approval-rules-empty", ORIGIN + client.path("mft_approval_rules"))
    ruled(of)
    walk.visit("approval-rules", ORIGIN + client.path("mft_approval_rules"))
    walk.visit("approval-rule-new", ORIGIN + client.path("mft_approval_rule_new"))
    walk.visit("approval-rule", ORIGIN + client.path("mft_approval_rule", "betalingsservice-12345678"))
    made = delivered(of)
    waiting = unproven(of)
    out(of)
    sound = previewed(of, files.file(of, [14_900, 9_900, 19_900], identification="6"), name="rettet.bs1")
    wrong = previewed(of, with_faults(of).replace(of.agreement.pbs_number.encode(), b"00000000"), name="forkert.bs1")
    for name in EMPTY:
        walk.visit(name, ORIGIN + client.path(name))
    fetched(of)
    walk.visit("mft_collect-fetched", ORIGIN + client.path("mft_collect"))
    walk.visit("nothing-fits", ORIGIN + client.path("mft") + "?q=findes-ikke")
    for state, delivery in made.items():
        walk.visit(f"delivery-{state}", ORIGIN + client.path("mft_delivery", delivery))
    walk.visit("preview", ORIGIN + client.path("mft_preview", sound))
    walk.visit("preview-wrong", ORIGIN + client.path("mft_preview", wrong))
    walk.visit("duplicate", ORIGIN + client.path("mft_duplicate", made["duplicate"]))
    walk.visit("whole", ORIGIN + client.path("mft_whole", waiting))
    walk.visit("approve", ORIGIN + client.path("mft_approve", made["awaiting"]))
    walk.visit("line", ORIGIN + client.path("mft_line", made["rejected"], 4))
    walk.visit("preview-line", ORIGIN + client.path("mft_preview_line", wrong, 1))
    verified(page, walk, of, made["processed"], tmp_path)
    assert walk.wrong == []


def verified(page: "Page", walk: Checked, of: Sender, delivery: UUID, folder: Path) -> None:
    """The public page: empty, a receipt of ours with the file that it is about, and an altered one."""
    row = files.receipts(of, delivery)[-1]
    with within(of.id):
        kept = {file.name.rsplit(".", 1)[1]: file.content for file in receipt_files(of.id, row=row)}
        original = b"".join(queries.bytes_of(of.id, id=delivery))
    receipt, signature, sent = (folder / name for name in ("kvittering.json", "kvittering.sig", "sendt.bs1"))
    sent.write_bytes(original)
    signature.write_bytes(kept["sig"])
    walk.visit("offline", f"{ORIGIN}/kvittering/uden-net/")
    walk.visit("verify", f"{ORIGIN}/kvittering/")
    for name, content in (("ours", kept["json"]), ("altered", kept["json"].replace(b"processed", b"rejected!"))):
        receipt.write_bytes(content)
        page.locator("[name=receipt]").set_input_files(receipt)
        page.locator("[name=signature]").set_input_files(signature)
        page.locator("[data-hash-of]").set_input_files(sent)
        expect(page.locator("[name=sha256]")).to_have_value(hashlib.sha256(original).hexdigest())
        page.locator("main form button").click()
        page.locator(".sb-alert").first.wait_for()
        walk.look(f"verify-{name}")
