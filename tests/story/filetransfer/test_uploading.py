"""The page's own upload in a real browser: dropped, paused, cut off, taken up again, refused (annex E, BP-40)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.rules import limits
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import deliveries as files
from tests import live
from tests.business import BusinessClient
from tests.deliveries import Sender
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.filetransfer.dropping import drop
from tests.story.filetransfer.steps import browser as member
from tests.story.filetransfer.steps import company
from tests.tale.visits import keep_picture

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
PREVIEW = "**/proevekoersel/**"


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten: the deliveries of the tests are in time for 1 February."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


@pytest.fixture
def sending(site: live.Site, page: "Page") -> tuple[Sender, BusinessClient]:
    """A company's user with the page Send files open."""
    of, organization = company()
    client = member(organization)
    log_in(page, client)
    page.goto(ORIGIN + client.path("mft_send"))
    return of, client


def row(page: "Page", name: str) -> "Locator":
    return page.locator(".sb-upload", has=page.get_by_text(name, exact=True))


def large(of: Sender, folder: Path, *, name: str = "stor.bs1") -> Path:
    """About 1.3 MB: several pieces."""
    path = folder / name
    path.write_bytes(files.file(of, [14_900] * 10_000))
    return path


def stagings(of: Sender) -> list[Staging]:
    with within(of.id):
        return list(Staging.objects.filter(organization_id=of.id).order_by("began_at"))


class Held:
    """Pieces that the browser sends, kept back until they are let go."""

    def __init__(self, page: "Page") -> None:
        self.page, self.open = page, False
        self.offsets: list[int] = []
        self.waiting: list[Route] = []
        page.route("**/uploads/*/", self._seen)

    def _seen(self, route: "Route") -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        self.offsets.append(int(route.request.headers["upload-offset"]))
        if self.open:
            route.continue_()
        else:
            self.waiting.append(route)

    def wait(self) -> None:
        """Until a piece is kept back."""
        for _ in range(200):
            if self.waiting:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError("No piece was sent.")

    def let(self) -> None:
        """Let go what is kept back, and only that."""
        self.wait()
        self.waiting.pop(0).continue_()


def test_dropped_files_are_each_a_row_and_the_sound_one_is_looked_at_and_sent(
    sending: tuple[Sender, BusinessClient], page: "Page"
) -> None:
    """BP-40, BM-01: three files dropped at once; the empty one says so, the odd one is uploaded with a remark."""
    of, _client = sending
    sound = files.file(of, [14_900, 9_900, 19_900]).decode("latin-1")
    drop(page, {"januar.bs1": sound, "tom.bs1": "", "foto.txt": "ikke en leverance"})
    row(page, "tom.bs1").get_by_text("Filen er tom").wait_for()
    row(page, "foto.txt").get_by_text("ligner ikke en leverance").wait_for()
    row(page, "januar.bs1").get_by_text("Intet er sendt endnu").wait_for()
    keep_picture(page, "mft-dropped-1280")
    row(page, "januar.bs1").get_by_role("link", name="Se, hvad der sker").click()
    page.get_by_text("447,00").first.wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="Leverance 1").wait_for()


def test_one_file_alone_goes_straight_to_what_it_will_do(sending: tuple[Sender, BusinessClient], page: "Page") -> None:
    """BP-40: upload, then preview, without another press; of several nobody knows which comes first."""
    of, _client = sending
    drop(page, {"januar.bs1": files.file(of, [14_900, 9_900, 19_900]).decode("latin-1")})
    page.wait_for_url(PREVIEW)
    page.get_by_text("447,00").first.wait_for()
    page.get_by_role("button", name="Send", exact=True).wait_for()


def test_a_known_file_and_one_that_is_too_large_are_stopped_before_a_byte_is_sent(
    sending: tuple[Sender, BusinessClient], page: "Page", faults: list[str], tmp_path: Path
) -> None:
    """BP-47, MFT-01, MFT-07: the earlier delivery is named; it is uploaded all the same only when that is pressed."""
    of, _client = sending
    data = files.file(of)
    files.send(of, data, name="januar.bs1")
    again, big = tmp_path / "igen.bs1", tmp_path / "stor.bs1"
    again.write_bytes(data)
    big.write_bytes(b"BS" * 5_000)
    page.evaluate("document.querySelector('[data-uploads]').dataset.largest = '9000'")
    page.locator("input[type=file]").set_input_files([again, big])
    page.get_by_role("button", name="Upload, og se").click()
    row(page, "stor.bs1").get_by_text("for stor").wait_for()
    row(page, "igen.bs1").get_by_text("leverance 1").wait_for()
    assert row(page, "igen.bs1").get_by_role("link", name="tidligere").get_attribute("href")
    keep_picture(page, "mft-known-1280")
    assert len(stagings(of)) == 1
    row(page, "igen.bs1").get_by_role("button", name="Upload den alligevel").click()
    row(page, "igen.bs1").get_by_text("Intet er sendt endnu").wait_for()
    faults[:] = [line for line in faults if "409" not in line]


def test_an_upload_pauses_and_outlives_a_lost_connection(
    sending: tuple[Sender, BusinessClient], page: "Page", faults: list[str], tmp_path: Path
) -> None:
    """BP-40, MFT-04: paused and resumed by the keyboard; cut off in the middle it goes on by itself, whole."""
    of, _client = sending
    path, held = large(of, tmp_path), Held(page)
    page.locator("input[type=file]").set_input_files(path)
    page.locator("input[type=file]").press("Enter")
    if not page.locator(".sb-upload").count():
        page.get_by_role("button", name="Upload, og se").press("Enter")
    held.wait()
    row(page, path.name).get_by_role("button", name="Pause").press("Enter")
    held.let()
    row(page, path.name).get_by_text("Sat på pause").wait_for()
    page.wait_for_timeout(300)
    assert held.offsets == [0] and not held.waiting
    keep_picture(page, "mft-paused-1280")
    row(page, path.name).get_by_role("button", name="Genoptag").press("Enter")
    held.wait()
    assert held.offsets[-1] > 0
    page.context.set_offline(True)
    held.waiting.pop(0).abort("internetdisconnected")
    row(page, path.name).get_by_text("Forbindelsen er væk").wait_for()
    keep_picture(page, "mft-broken-1280")
    held.open = True
    page.context.set_offline(False)
    page.wait_for_url(PREVIEW, timeout=30_000)
    (staged,) = stagings(of)
    assert (staged.state, staged.offset) == ("staged", path.stat().st_size)
    faults[:] = [line for line in faults if "ERR_INTERNET_DISCONNECTED" not in line]


def test_a_closed_page_goes_on_where_it_was_when_the_same_file_is_chosen(
    sending: tuple[Sender, BusinessClient], page: "Page", tmp_path: Path
) -> None:
    """BP-40: the page says what was begun; nothing that has arrived is sent again, and nothing is kept in the page."""
    of, client = sending
    path, held = large(of, tmp_path), Held(page)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload, og se").click()
    held.let()
    held.wait()
    reached = held.offsets[-1]
    assert reached > 0
    page.goto(ORIGIN + client.path("mft"))
    held.waiting.clear()
    page.goto(ORIGIN + client.path("mft_send"))
    page.get_by_role("row", name=path.name).wait_for()
    keep_picture(page, "mft-begun-1280")
    held.open, held.offsets[:] = True, []
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload, og se").click()
    page.wait_for_url(PREVIEW, timeout=30_000)
    assert held.offsets[0] == reached
    assert [one.offset for one in stagings(of)] == [path.stat().st_size]


def test_whoever_is_logged_out_meanwhile_is_told_and_goes_on_after_the_login(
    sending: tuple[Sender, BusinessClient], page: "Page", faults: list[str], tmp_path: Path
) -> None:
    """BP-40: login expired midway; what has arrived is kept."""
    of, client = sending
    path, held = large(of, tmp_path), Held(page)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload, og se").click()
    held.let()
    held.wait()
    reached = held.offsets[-1]
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    held.waiting.pop(0).continue_()
    row(page, path.name).get_by_text("Du er blevet logget ud").wait_for()
    keep_picture(page, "mft-logged-out-1280")
    faults[:] = [line for line in faults if "401" not in line and "403" not in line]
    log_in(page, client)
    page.goto(ORIGIN + client.path("mft_send"))
    held.open, held.offsets[:] = True, []
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload, og se").click()
    page.wait_for_url(PREVIEW, timeout=30_000)
    assert held.offsets[0] == reached and len(stagings(of)) == 1


def test_a_cancelled_upload_is_away(sending: tuple[Sender, BusinessClient], page: "Page", tmp_path: Path) -> None:
    """Annex E, Cancel: bytes and row are thrown away."""
    of, _client = sending
    path, held = large(of, tmp_path), Held(page)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload, og se").click()
    held.let()
    held.wait()
    row(page, path.name).get_by_role("button", name="Annullér").click()
    row(page, path.name).get_by_text("Annulleret").wait_for()
    for _ in range(100):
        if [one.state for one in stagings(of)] == ["removed"]:
            break
        page.wait_for_timeout(25)
    assert [one.state for one in stagings(of)] == ["removed"]


def test_a_file_on_its_way_shows_its_progress_and_its_end_by_itself(
    sending: tuple[Sender, BusinessClient], page: "Page"
) -> None:
    """BP-45, Must show 6: the page looks again by itself; without JavaScript the browser is told to."""
    of, client = sending
    under_way = files.put(of, data := files.file(of, [14_900] * 500))
    address = client.path("mft_delivery", under_way.delivery)
    assert '<noscript><meta http-equiv="refresh"' in client.get(address).content.decode()
    page.goto(ORIGIN + address)
    assert page.locator("progress").get_attribute("max") == str(len(data))
    files.run(of, under_way)
    page.get_by_text("Behandlet", exact=True).first.wait_for()
    assert not page.locator("progress").count()


def test_without_javascript_the_form_takes_the_file_to_the_same_preview(
    site: live.Site, open_page: Any, tmp_path: Path
) -> None:
    """BP-40, BM-15: in English at 390 pixels; one POST, and the preview."""
    page: Page = open_page(width=390, language="en", scripts=False)
    of, organization = company()
    client = _reader(organization)
    log_in(page, client)
    path = tmp_path / "january.bs1"
    path.write_bytes(files.file(of, [14_900, 9_900, 19_900]))
    page.goto(ORIGIN + client.path("mft_send"))
    assert page.get_by_text("Without JavaScript").is_visible()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload and see").click()
    page.get_by_text("447.00").first.wait_for()
    keep_picture(page, "mft-preview-en-390")


def _reader(organization: Organization) -> BusinessClient:
    return member(organization, language="en")


def test_an_upload_that_may_not_begin_says_why(
    sending: tuple[Sender, BusinessClient], page: "Page", faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security.md 5.2: with too many unfinished it waits and says so; past sixty an hour it says so and ends."""
    of, client = sending
    monkeypatch.setattr(limits, "UNFINISHED", 0)
    drop(page, {"vent.bs1": files.file(of).decode("latin-1")})
    row(page, "vent.bs1").get_by_text("En anden").wait_for()
    monkeypatch.setattr(limits, "UNFINISHED", 20)
    page.wait_for_url(PREVIEW)
    page.goto(ORIGIN + client.path("mft_send"))
    monkeypatch.setattr(limits, "BEGUN_AN_HOUR", 0)
    drop(page, {"for-mange.bs1": files.file(of, identification="2").decode("latin-1")})
    row(page, "for-mange.bs1").get_by_text("Vent en time").wait_for()
    faults[:] = [line for line in faults if "429" not in line]
