"""A company reads its own files in: everything checked and shown first, then all of it or nothing."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.imports.actions.forget import forget
from selvbetjening.domain.imports.actions.work import work
from selvbetjening.domain.imports.models import FileImport, ImportFile
from selvbetjening.domain.imports.rules import KEPT
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.business import BusinessClient

pytestmark = pytest.mark.usefixtures("database")

PLANS = "plan_code;name_da\nbasis;Basis\nfri;Fri træning\n"
ACCOUNTS = "account_code;party_type;name\nK-1;privat;Anna Testesen\n"


class Desk:
    """Somebody who reads files in, and the job that works on them."""

    def __init__(self) -> None:
        self.company: Organization = make.organization()
        self.here = OrganizationId(self.company.id)
        self.client: BusinessClient = business.as_manager(self.company, language="en")

    def send(self, **files: str | bytes) -> Any:
        sent = {
            name: SimpleUploadedFile(f"{name}.csv", text.encode() if isinstance(text, str) else text, "text/csv")
            for name, text in files.items()
        }
        return self.client.post(self.client.path("sb_imports"), sent)

    def checked(self, **files: str | bytes) -> UUID:
        answer = self.send(**files)
        assert answer.status_code == 302, answer.content
        found = UUID(answer["Location"].strip("/").split("/")[-1])
        self.work(found)
        return found

    def work(self, file_import: UUID) -> None:
        work(self.here, file_import=file_import, at=clock.now())

    def page(self, file_import: UUID) -> str:
        return self.client.get(self.client.path("sb_import", file_import)).content.decode()

    def press(self, file_import: UUID) -> None:
        assert self.client.post(self.client.path("sb_import_press", file_import)).status_code == 302

    def state(self, file_import: UUID) -> str:
        with within(self.here):
            return FileImport.objects.get(id=file_import).state

    def plans(self) -> int:
        with within(self.here):
            return Plan.objects.count()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_files_are_checked_shown_and_brought_in_after_a_press(desk: Desk) -> None:
    """The page waits, shows what will happen, and nothing happens before the press; then all of it, by the user."""
    answer = desk.send(plans=PLANS, accounts=ACCOUNTS)
    found = UUID(answer["Location"].strip("/").split("/")[-1])
    waits = desk.client.get(answer["Location"])
    assert "being checked" in waits.content.decode() and 'hx-trigger="every 4s"' in waits.content.decode()
    desk.work(found)
    shown = desk.client.get(answer["Location"])
    assert "This is exactly what will happen" in shown.content.decode() and "hx-trigger" not in shown.content.decode()
    assert shown.context["rows"][0][1:] == (2, 0, 0) and shown.context["rows"][1][1:] == (1, 0, 0)
    assert desk.plans() == 0
    desk.press(found)
    assert "being brought in" in desk.page(found)
    desk.work(found)
    assert "Everything is brought in." in desk.page(found)
    with within(desk.here):
        assert (Plan.objects.count(), Account.objects.count()) == (2, 1)
        assert not ImportFile.objects.exists(), "what is brought in is not kept a second time"
        actors = set(Event.objects.filter(name__endswith=".imported").values_list("actor_kind", flat=True))
    assert actors == {"user"}


def test_the_same_files_twice_are_harmless(desk: Desk) -> None:
    """A second press, a second job and a second upload change nothing."""
    found = desk.checked(plans=PLANS)
    desk.press(found)
    desk.press(found)
    desk.work(found)
    desk.work(found)
    again = desk.checked(plans=PLANS)
    shown = desk.client.get(desk.client.path("sb_import", again))
    assert shown.context["rows"][0][1:] == (0, 0, 2)
    desk.press(again)
    desk.work(again)
    assert (desk.plans(), desk.state(again)) == (2, "done")


def test_every_fault_is_told_by_file_and_line_and_nothing_is_done(desk: Desk) -> None:
    """All at once, in the reader's language; there is no press, and a forged one does nothing."""
    found = desk.checked(
        plans="plan_code;name_da\n;Basis\nfri;\n", accounts="account_code;party_type;name\nK-1;ukendt;A\nK-2;robot;B\n"
    )
    page = desk.page(found)
    assert "3 things must be corrected" in page and "Bring it in" not in page
    for words in ("Plans, line 2", "Plans, line 3", "Accounts, line 3", "<code>party_type</code>", "Warning"):
        assert words in page
    desk.press(found)
    desk.work(found)
    assert (desk.state(found), desk.plans()) == ("checked", 0)
    dansk = business.as_manager(desk.company)
    words = dansk.get(dansk.path("sb_import", found)).content.decode()
    assert "linje 2" in words and "This is empty" not in words


def test_what_would_come_to_something_else_now_waits_for_another_press(desk: Desk) -> None:
    """Between the look and the press somebody made one of the plans: nothing is written that was not shown."""
    found = desk.checked(plans=PLANS)
    make.plan(desk.company, code="fri", name_da="Andet")
    desk.press(found)
    desk.work(found)
    assert (desk.state(found), desk.plans()) == ("checked", 1)
    shown = desk.client.get(desk.client.path("sb_import", found))
    assert shown.context["can_press"] and shown.context["rows"][0][1:] == (1, 1, 0)
    desk.press(found)
    desk.work(found)
    assert (desk.state(found), desk.plans()) == ("done", 2)


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("plans", b""), ("plans", b"PK\x03\x04 a workbook"), ("plans", b"\xd0\xcf\x11\xe0 an old one"),
        ("accounts", b"%PDF-1.7"), ("accounts", b"a\0\0b"),
    ],
)  # fmt: skip
def test_what_is_no_csv_is_refused_at_its_field(desk: Desk, field: str, content: bytes) -> None:
    answer = desk.send(**{field: content})
    assert answer.status_code == 200 and set(answer.context["form"].errors) == {field}
    with within(desk.here):
        assert not FileImport.objects.exists()


def test_nothing_chosen_another_ending_and_too_much_are_refused(desk: Desk) -> None:
    assert "Choose at least one file" in desk.send().content.decode()
    sheet = SimpleUploadedFile("plans.xlsx", PLANS.encode())
    assert set(desk.client.post(desk.client.path("sb_imports"), {"plans": sheet}).context["form"].errors) == {"plans"}
    half = b"plan_code;name_da\n" + b"x" * (13 * 1024 * 1024)
    answer = desk.send(plans=half, accounts=half)
    assert answer.status_code == 413
    with within(desk.here):
        assert not FileImport.objects.exists()


def test_files_that_nobody_brings_in_are_forgotten_sec_123(desk: Desk) -> None:
    """SEC-123: sealed while they are kept; after a week the files and the words about them are gone."""
    found = desk.checked(accounts=ACCOUNTS)
    with within(desk.here):
        assert b"Testesen" not in bytes(ImportFile.objects.get().content)
    assert forget(desk.here, at=clock.now()) == 0
    assert forget(desk.here, at=clock.now() + KEPT) == 1
    assert "not kept any more" in desk.page(found)
    desk.press(found)
    assert desk.state(found) == "checked"


def test_an_empty_file_has_the_columns_and_only_who_may_change_customers_reads_in(desk: Desk) -> None:
    path = desk.client.path("sb_import_template")
    assert desk.client.get(f"{path}?fil=plans").content.decode("utf-8-sig").startswith("plan_code;name_da;")
    assert desk.client.get(f"{path}?fil=andet").status_code == 404
    reader = business.as_member(desk.company, business.member(desk.company, grants={SELVBETJENING: ["view", "plans"]}))
    assert reader.get(reader.path("sb_imports")).status_code == 403


def test_each_file_asks_for_what_its_rows_want_bp_13() -> None:
    """BP-13, SEC-24: a grant for customers brings customers in, and neither sends nor presses plans."""
    desk = Desk()
    grants = {SELVBETJENING: ["view", "customers"]}
    boss, desk.client = desk.client, business.as_member(desk.company, business.member(desk.company, grants=grants))
    page = desk.client.get(desk.client.path("sb_imports")).content.decode()
    assert 'name="accounts"' in page and 'name="plans"' not in page and "fil=plan" not in page
    for name in ("plans", "plan_terms"):
        refused = desk.send(**{name: PLANS, "accounts": ACCOUNTS})
        assert refused.status_code == 403 and "ændre pakker og priser i Selvbetjening" in refused.content.decode()
    with within(desk.here):
        assert not FileImport.objects.exists()
    desk.client, customers = boss, desk.client
    found = desk.checked(plans=PLANS)
    desk.client = customers
    assert "skal læse dem ind: Pakker." in desk.page(found)
    assert customers.post(customers.path("sb_import_press", found)).status_code == 403
    desk.work(found)
    with within(desk.here):
        assert not Plan.objects.exists()
    own = desk.checked(accounts=ACCOUNTS)
    desk.press(own)
    desk.work(own)
    with within(desk.here):
        assert Account.objects.count() == 1
