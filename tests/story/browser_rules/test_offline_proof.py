"""The page that checks a receipt without a network: saved, and opened from the disk off line (BM-02)."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.documents import receipt_files
from selvbetjening.domain.tenancy.within import within
from tests import deliveries as files
from tests.business import BusinessClient

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.usefixtures("database")
INPUTS = {"json": "[data-of=receipt]", "sig": "[data-of=signature]", "sent": "[data-of=file]"}
ADDRESS = "/kvittering/uden-net/gem/"


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, Path]:
    """A receipt, its signature, the file that was sent, and the saved page."""
    of = files.sender()
    done = files.send(of, files.file(of, [14_900, 9_900]))
    row = files.receipts(of, done.id)[-1]
    with within(of.id):
        found = {each.name.rsplit(".", 1)[1]: each.content for each in receipt_files(of.id, row=row)}
        found["sent"] = b"".join(queries.bytes_of(of.id, id=done.id))
    found["html"] = BusinessClient().get(ADDRESS).content
    made = {}
    for name in ("json", "sig", "sent", "html"):
        made[name] = tmp_path / f"kvittering.{name}"
        made[name].write_bytes(found[name])
    return made


def said(page: "Page") -> str:
    page.locator("[data-said=working]").wait_for(state="hidden")
    return str(page.locator("[data-said]:not([hidden])").get_attribute("data-said"))


def test_it_is_one_file_that_fetches_nothing() -> None:
    """BM-02: saved under a name, no address in it but our own as words, its own policy, the keys of the day."""
    answer = BusinessClient().get(ADDRESS)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    html = answer.content.decode()
    assert "default-src &#x27;none&#x27;" in html
    assert not any(word in html for word in (" src=", "@import", "url("))
    assert html.count("<script") == 1 and "<link" not in html
    assert "ssh-ed25519 " in html and 'lang="da"' in html
    english = BusinessClient(language="en").get(ADDRESS).content.decode()
    assert 'lang="en"' in english and "Check a receipt without a network" in english


def test_without_a_network_it_tells_a_sound_receipt_from_every_other(browser: "Browser", kept: dict[str, Path]) -> None:
    """BM-02 (b): ours, about this file, about another one, altered by one byte in receipt, signature or file."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(kept["html"].as_uri())
    assert said(page) == "more"
    page.locator("[data-of=receipt]").set_input_files(kept["json"])
    assert said(page) == "more"
    page.locator("[data-of=signature]").set_input_files(kept["sig"])
    assert said(page) == "ours"
    facts = json.loads(kept["json"].read_text())
    assert page.locator("[data-fact=hash]").inner_text() == facts["file"]["sha256"]
    page.locator("[data-of=file]").set_input_files(kept["sent"])
    assert said(page) == "fits"
    sound = {name: kept[name].read_bytes() for name in ("json", "sig", "sent")}
    places = {"json": (5, len(sound["json"]) // 2, len(sound["json"]) - 3), "sig": (120, 200), "sent": (300,)}
    for name, offsets in places.items():
        for offset in offsets:
            broken = bytearray(sound[name])
            broken[offset] ^= 1
            altered = kept[name].with_suffix(f".{offset}.{name}")  # a browser does not take the same name anew
            altered.write_bytes(bytes(broken))
            page.locator(INPUTS[name]).set_input_files(altered)
            found = said(page)
            assert found == "differs" if name == "sent" else found in {"altered", "form"}, (name, offset, found)
            assert page.locator("[data-facts]").is_visible() is (name == "sent")
        page.locator(INPUTS[name]).set_input_files(kept[name])
        assert said(page) == "fits"
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()


def test_what_was_chosen_before_is_not_told_any_more(browser: "Browser", kept: dict[str, Path]) -> None:
    """BM-02: a forged receipt that is put in while a large file is summed up does not get the other one's answer."""
    page = browser.new_page()
    page.goto(kept["html"].as_uri())
    page.evaluate(
        "() => { const hex = window.Sha256.prototype.hex;"
        " window.Sha256.prototype.hex = function () { window.summed = true; return hex.call(this); }; }"
    )
    page.locator(INPUTS["json"]).set_input_files(kept["json"])
    page.locator(INPUTS["sig"]).set_input_files(kept["sig"])
    large, forged = kept["sent"].with_suffix(".stor"), kept["json"].with_suffix(".falsk")
    large.write_bytes(bytes(40_000_000))
    forged.write_bytes(kept["json"].read_bytes().replace(b"accepted", b"rejected").replace(b"processed", b"rejected"))
    page.locator(INPUTS["sent"]).set_input_files(large)
    assert page.evaluate("() => window.summed") is None
    page.locator(INPUTS["json"]).set_input_files(forged)
    for _ in range(600):
        if page.evaluate("() => window.summed === true"):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(100)
    assert said(page) == "altered" and not page.locator("[data-facts]").is_visible()
    page.close()
