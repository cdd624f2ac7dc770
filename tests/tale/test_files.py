"""Issue 6's story: files at night over SFTP, in the morning over the page, and the answers over both doors.

Two companies live it side by side, so that the clock is moved once: one in Danish at 1280 pixels with JavaScript, one
in English at 390 pixels without.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from betalingsservice.calendar import COMPUTED
from betalingsservice.deadlines import next_deadline, registered_on
from betalingsservice.findings import Severity
from betalingsservice.layouts.delivery_0602 import AutomaticPayment
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.reader import check, records
from selvbetjening.kernel.formatting import Language, format_day
from tests.story.filetransfer.dropping import drop
from tests.tale.checked import Checked
from tests.tale.erp import Erp, collected, one_that_is_refused, registered, timed, with_typos, with_wrong_total
from tests.tale.running import RunningDemo
from tests.tale.test_business import DANISH, ENGLISH, Cast, come_in
from tests.tale.visits import move_on

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
Open = Callable[..., "Page"]
#: No other run of the tale on the same demo has these: 320 customers, two more who leave, and numbers of deliveries.
STAMP: Final = 100_000 + int(time.time()) % 900_000
CUSTOMERS: Final = [f"{STAMP}{place:03}" for place in range(320)]
LEAVERS: Final = [f"{STAMP}{place}" for place in (901, 902)]


@dataclass(frozen=True)
class Said:
    """What is read and pressed, in one language."""

    cast: Cast
    slug: str
    refused: str
    explain: str
    upload: str
    nothing_sent: str
    new: str
    no_fee: str
    partly: str
    processed: str
    held: str
    not_whole: str
    same: str
    counts_not: str

    @property
    def language(self) -> Language:
        return "da" if self.cast.language == "da" else "en"


SAID: Final = (
    Said(
        DANISH, "nordlys", "Afvist", "Forklar linje", "Upload, og se hvad der sker",
        "Intet er sendt endnu", "Nye", "Ingen", "Delvist accepteret", "Behandlet", "Mulig dublet", "for tidligt",
        "samme indhold", "Intet i den gælder",
    ),
    Said(
        ENGLISH, "fjordbyg", "Refused", "Explain line", "Upload and see what will happen",
        "Nothing is sent yet", "New", "None", "Partly accepted", "Processed", "Possible duplicate", "too early",
        "same content", "Nothing in it counts",
    ),
)  # fmt: skip


class Company:
    """One company of the tale: its ERP system, and its finance person's browser."""

    def __init__(self, said: Said, demo: RunningDemo, page: "Page", walk: Checked, folder: Path) -> None:
        self.said, self.cast, self.demo, self.page, self.walk = said, said.cast, demo, page, walk
        folder.mkdir()
        self.erp = Erp(demo, said.slug, folder)
        self.base, self.serial = "", 0
        #: Other tests may have let the clock run before.
        self.before = set(self.erp.ready())
        #: The file that was corrected in the morning, and what all sound collections come to, in øre.
        self.corrected, self.collects = b"", 0

    def log_in(self) -> None:
        come_in(self.page, self.demo, self.cast)
        self.base = re.sub(r"(/v/[^/]+/).*", r"\1", self.page.url)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.base}my-file-transfer/{path}")

    def number(self) -> str:
        self.serial += 1
        return f"{STAMP}{self.serial:02}"

    def write(self, name: str, data: bytes) -> Path:
        """A file on the ERP system's side."""
        return self.erp.write(f"{name}-{STAMP}.txt", data)

    def asked(self, asked: list[tuple[str, int]], due: date, **values: str) -> bytes:
        pbs = values.get("pbs", self.erp.pbs)
        return collected(pbs, asked, due=due, made_on=self.demo.today(), number=self.number())

    def state_of(self, name: str) -> str:
        """What the list says of a file."""
        self.open()
        return self.page.get_by_role("row", name=name).first.inner_text()


@pytest.fixture
def companies(demo: RunningDemo, open_page: Open, faults: list[str], tmp_path: Path) -> tuple[Company, Company]:
    """Both, each with a browser of its own."""
    made = []
    for said, width, scripts in zip(SAID, (1280, 390), (True, False), strict=True):
        page = open_page(width=width, language=said.cast.language, scripts=scripts)
        # A machine that many tests share may take its time over a page.
        page.context.set_default_timeout(60_000)
        walk = Checked(page, faults, key=f"files-{said.cast.language}", axe=scripts, widths=(width,))
        made.append(Company(said, demo, page, walk, tmp_path / said.slug))
    return made[0], made[1]


def test_files_go_in_at_night_and_answers_come_back(companies: tuple[Company, Company], demo: RunningDemo) -> None:
    """Must show 1; BP-40, BP-41, BP-44 to BP-48, BP-50, BM-01, SEC-104: the whole of issue 6's story."""
    clock = companies[0].page
    begins = registered_on(demo.now())
    for company in companies:
        mandates = registered(company.erp.pbs, [*CUSTOMERS, *LEAVERS], made_on=demo.today(), number=company.number())
        path = company.write("aftaler", mandates)
        company.erp.put(path)
        company.erp.receipt(path.name, kind="K3")
    # Whoever leaves before 0603 has told that she came is never told of: they leave on a banking day after that.
    while demo.today() <= begins or not COMPUTED.is_banking_day(demo.today()):
        move_on(clock, demo, "day")
    due = next_deadline(demo.now()).first_payment
    for company in companies:
        in_the_night(company, due)
        in_the_morning(company, due)
        mistakes(company, due)
    while demo.today() <= due:
        move_on(clock, demo, "week" if (due - demo.today()).days > 7 else "day")
    for company in companies:
        answers(company)
        assert company.walk.wrong == []


def in_the_night(company: Company, due: date) -> None:
    """320 collections by `sftp`, three with typos; within a minute receipt, mail and page say the same."""
    erp, said = company.erp, company.said
    amount = one_that_is_refused(erp.pbs, CUSTOMERS[0], due)
    asked = [(CUSTOMERS[0], amount), *((customer, 14_900) for customer in CUSTOMERS[1:])]
    company.collects = sum(amount for _customer, amount in asked[:-3])
    path = company.write("opkraevninger", with_typos(company.asked(asked, due)))
    left = registered(erp.pbs, [], ended=LEAVERS, made_on=company.demo.today(), number=company.number())
    erp.put(company.write("afmeldte", left))
    erp.put(path)
    seconds = timed(lambda: erp.receipt(path.name, kind="K1"))
    text = erp.receipt(path.name).decode()
    assert seconds < 60
    day = format_day(due, "da")
    for words in ("317 opkrævninger", "3", day):
        assert words in text, text
    erp.receipt(path.name, kind="K3")
    mail = _mail_about(company, path.name)
    assert "317" in mail and format_day(due, said.language) in mail, mail
    company.log_in()
    company.open()
    company.walk.look("list")
    assert said.partly in company.state_of(path.name)
    company.page.get_by_role("link", name=path.name).first.click()
    company.walk.look("partly")
    shown = company.page.locator("main").inner_text()
    for words in ("317", said.refused, format_day(due, said.language)):
        assert words in shown
    assert company.page.get_by_role("link", name=said.explain).count() == 3
    company.page.get_by_role("link", name=said.explain).first.click()
    company.walk.look("explained")


def _mail_about(company: Company, name: str) -> str:
    """The text of the newest mail to the responsible person about the file."""
    for mail in company.demo.mails(f"{company.cast.manager}@firma.example"):
        if name in str(mail):
            return str(mail)
    raise AssertionError(f"No mail about {name}.")


def in_the_morning(company: Company, due: date) -> None:
    """The corrected file, dragged in where there are scripts; looked at, then sent."""
    page, said = company.page, company.said
    amounts = (14_900, 9_900, 19_900)
    company.corrected = data = company.asked(list(zip(CUSTOMERS[-3:], amounts, strict=True)), due)
    company.collects += sum(amounts)
    company.open("send/")
    if company.walk.axe:
        drop(page, {f"rettet-{STAMP}.txt": data.decode("latin-1")})
    else:
        page.locator("input[type=file]").set_input_files(company.write("rettet", data))
        page.get_by_role("button", name=said.upload).click()
    page.get_by_text(said.nothing_sent).first.wait_for()
    company.walk.look("preview")
    shown = page.locator("main").inner_text()
    for words in (said.no_fee, "447,00" if said.cast.language == "da" else "447.00", "11"):
        assert words in shown, shown
    effects = page.get_by_role("row", name=said.new, exact=False).first.inner_text()
    assert effects.split()[-1] == "3", effects
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/leverancer/**")
    for _ in range(60):
        if said.processed in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert said.processed in page.locator("main").inner_text()
    company.walk.look("sent")


def mistakes(company: Company, due: date) -> None:
    """Cut off, sent twice, for somebody else's number, a wrong total: each is told plainly, and none counts in 0602."""
    erp, said, other = company.erp, company.said, next(one for one in SAID if one.slug != company.said.slug)
    asked = [(customer, 99_900) for customer in CUSTOMERS[:50]]
    cut = company.write("afbrudt", company.asked(asked, due)[:4_000])
    erp.put_cut_off(cut)
    twice = company.write("igen", company.corrected)
    theirs = company.write("fremmed", company.asked(asked, due, pbs=Erp(erp.demo, other.slug, erp.folder).pbs))
    wrong = company.write("sum", with_wrong_total(company.asked(asked, due)))
    for path in (twice, theirs, wrong):
        erp.put(path)
    for path, words in ((cut, said.not_whole), (twice, said.same), (theirs, said.counts_not), (wrong, said.counts_not)):
        assert words in erp.receipt(path.name).decode(), (path.name, erp.receipt(path.name).decode())
    company.open()
    company.walk.look("mistakes")
    assert cut.name in company.page.locator("main .sb-alert").first.inner_text()
    for path, state in ((twice, said.held), (theirs, said.refused), (wrong, said.refused)):
        assert state in company.state_of(path.name)
    for path in (theirs, wrong):
        company.open()
        company.page.get_by_role("link", name=path.name).click()
        company.walk.look(path.stem.split("-")[0])
        assert said.explain in company.page.locator("main").inner_text()


def answers(company: Company) -> None:
    """0602 and 0603 over four clients and the page: the same bytes, which the library reads without a fault."""
    erp, page = company.erp, company.page
    company.log_in()
    company.open("hent/")
    company.walk.look("collect")
    told = Counter[str]()
    amounts = 0
    for name in sorted(set(erp.ready()) - company.before):
        copies = erp.fetched(name)
        company.open("hent/")
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        copies["page"] = Path(download.value.path()).read_bytes()
        (content,) = set(copies.values())
        assert [finding.code for finding in check(content) if finding.severity is Severity.ERROR] == []
        for record in records(content):
            if not isinstance(record, AutomaticPayment | MandateLine) or not record.customer.lstrip("0").startswith(
                str(STAMP)
            ):
                continue
            told[record.transaction] += 1
            if isinstance(record, AutomaticPayment) and record.transaction in {"0236", "0237"}:
                amounts += record.amount
    assert told["0236"] + told["0237"] == len(CUSTOMERS) and told["0237"] >= 1, told
    assert (told["0231"], told["0233"]) == (len(CUSTOMERS) + len(LEAVERS), len(LEAVERS)), told
    assert amounts == company.collects
