"""Who has access: the list, the review, the file, the log, and the mails (BP-19, BP-27, BP-30, BP-31, BP-34, BM-05)."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta

import pytest

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.export import export_overview
from selvbetjening.domain.access.actions.redeem import redeem
from selvbetjening.domain.access.actions.request_access import request_access
from selvbetjening.domain.access.actions.review import begin_review, decide_review_row, finish_review
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.sweep import tidy
from selvbetjening.domain.access.actions.write_managers import write_managers
from selvbetjening.domain.access.models import ReviewRow
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import outbox
from tests.story.access.world import AT, TODAY, Firm, later, person
from tests.story.login.conftest import now
from tests.story.login.login_steps import Watch, run_jobs

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["now"]


def test_the_list_is_searched_filtered_and_paged() -> None:
    """BP-19: by name, address, state as of today, solution, colleague or external; invited ones are not counted."""
    firm = Firm()
    for number in range(3):
        firm.member(given_name="Anna", surname=f"Ager {number}")
    over = firm.member(surname="Udløbet", ends_on=TODAY)
    outside = firm.member(
        surname="Bogholder", is_external=True, partner_name="Tal & Bilag", ends_on=TODAY + timedelta(days=9)
    )
    firm.grant(outside)
    firm.invited()
    stranger = Firm().boss
    with within(firm.id):
        count, rows = queries.members(firm.id, today=TODAY, search="anna ager", limit=2)
        assert (count, [row.surname for row in rows]) == (3, ["Ager 0", "Ager 1"])
        assert [row.id for row in queries.members(firm.id, today=TODAY, states=["expired"])[1]] == [over.id]
        assert queries.members(firm.id, today=TODAY, states=["active"])[0] == 5
        external = queries.members(firm.id, today=TODAY, external=True)[1]
        assert [(row.id, len(row.grants)) for row in external] == [(outside.id, 1)]
        with_it = queries.members(firm.id, today=TODAY, solution="bs-kundeportal")[1]
        assert {row.id for row in with_it} == {outside.id, firm.boss}
        assert queries.get_member(firm.id, membership=stranger, today=TODAY) is None
        health = queries.manager_health(firm.id, at=AT, today=TODAY)
        assert (health.standing, health.too_few) == (1, True)
        assert queries.attention(firm.id, at=AT, today=TODAY).ending == 1


def test_a_review_shows_the_odd_rows_first_and_is_sealed() -> None:
    """BM-05, BP-27: a frozen picture, changes shown, each odd row decided, then one digest."""
    firm = Firm()
    used, idle = firm.member(surname="Brugt"), firm.member(surname="Aldrig", last_login_at=None, first_login_at=None)
    firm.grant(used, ends_on=TODAY + timedelta(days=90), last_used_at=AT)
    loose = firm.grant(idle)
    review = begin_review(firm.id, by=firm.boss, at=AT)
    assert begin_review(firm.id, by=firm.boss, at=AT).id == review.id
    with within(firm.id):
        lines = queries.review_lines(firm.id, review=review.id)
    assert [line.odd for line in lines] == [("never_logged_in",), ("no_end",), ("manager",), (), ()]
    with pytest.raises(Refused, match="undecided"):
        finish_review(firm.id, review=review.id, by=firm.boss, at=AT)
    suspend(firm.id, membership=idle.id, by=firm.boss, at=AT)
    with within(firm.id):
        assert next(line.changed for line in queries.review_lines(firm.id, review=review.id))
    by = {"by": firm.boss, "at": AT}
    with pytest.raises(Refused, match="required"):
        decide_review_row(firm.id, row=lines[1].id, decision="shorten", **by)  # type: ignore[arg-type]
    decide_review_row(firm.id, row=lines[1].id, decision="shorten", ends_on=date(2026, 6, 1), **by)  # type: ignore[arg-type]
    decide_review_row(firm.id, row=lines[0].id, decision="remove", **by)  # type: ignore[arg-type]
    decide_review_row(firm.id, row=lines[2].id, decision="keep", **by)  # type: ignore[arg-type]
    assert firm.fresh(loose).ends_on == date(2026, 6, 1) and firm.fresh(idle).state == "deleted"
    digest = finish_review(firm.id, review=review.id, **by)  # type: ignore[arg-type]
    assert re.fullmatch("[0-9a-f]{64}", digest)
    with pytest.raises(Refused, match="gone"):
        decide_review_row(firm.id, row=lines[2].id, decision="keep", **by)  # type: ignore[arg-type]
    other = Firm()
    with pytest.raises(ReviewRow.DoesNotExist):
        decide_review_row(other.id, row=lines[2].id, decision="keep", by=other.boss, at=AT)
    with within(firm.id):
        assert not queries.is_review_due(firm.id, at=later(days=90)) and queries.is_review_due(
            firm.id, at=later(days=91)
        )


def test_an_unfinished_review_is_reminded_of_every_week() -> None:
    """BM-05: from the thirtieth day on."""
    firm = Firm()
    begin_review(firm.id, by=firm.boss, at=AT)
    for number in (29, 30, 31, 37):
        tidy(firm.id, at=later(days=number))
    assert firm.facts().count("access.review_reminded") == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_the_export_is_a_formula(kind: str) -> None:
    """BP-27, SEC-121, SEC-122: users, grants, invitations; neutralised in CSV, typed as text in XLSX; in the log."""
    firm = Firm()
    row = firm.member(given_name='=HYPERLINK("http://onde.example")', surname="@SUM(A1)", phone="+45 12345678")
    firm.grant(row)
    firm.invited(given_name="-2+3", surname="Bruun")
    made = export_overview(firm.id, kind=kind, by=firm.boss, at=AT)
    assert made.name == f"brugere-2026-03-10.{kind}"
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
        assert {line[0] for line in rows} == {"type", "user", "grant", "invitation"}
        assert not [cell for line in rows for cell in line if cell.startswith(("=", "+", "-", "@"))]
    else:
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and sheet.count("<c ") == sheet.count('t="inlineStr"')
        assert "&quot;" not in sheet and "=HYPERLINK" in sheet
    assert "access.members_exported" in firm.facts()
    with pytest.raises(Refused, match="ACC-01"):
        export_overview(firm.id, kind=kind, by=row.id, at=AT)
    with pytest.raises(Refused, match="unknown"):
        export_overview(firm.id, kind="pdf", by=firm.boss, at=AT)


def test_the_log_is_the_company_s_and_a_person_s() -> None:
    """BP-34, SEC-19: what was done by and to a user; nobody else's."""
    firm, other = Firm(), Firm()
    row = firm.member()
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
    with within(firm.id):
        count, found = queries.log(firm.id, person=row.id)
        assert (count, [event.name for event in found]) == (1, ["access.member_suspended"])
        assert queries.log(firm.id, person=firm.boss)[0] == 1
        assert queries.log(firm.id, prefixes=("access.grant",))[0] == 0
    with within(other.id):
        assert queries.log(other.id)[0] == 0


def test_who_helps_depends_on_who_asks() -> None:
    """BP-31: a user sees names; a stranger with the number only where the company shows them; a suspended one is a
    stranger.
    """
    firm = Firm()
    row, gone = firm.member(), firm.member(state="suspended")
    assert [each.name for each in firm.may(row, "access.manage").who_can_grant] == ["Vibe Vinter"]
    assert firm.may(gone, "access.manage").who_can_grant == ()
    choose(firm.id, values={"names_visible": True}, actor=SYSTEM, at=AT)
    assert firm.may(gone, "access.manage").who_can_grant[0].email == firm.managers[0].email


def test_mails_lead_to_the_business_portal(now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-15, BP-17, BP-14, SEC-55, SEC-62: the link is in the mail only, works, and everybody concerned is told."""
    firm = Firm()
    at = now.at
    boss = firm.managers[0].email
    sent = firm.invited(at=at, message="Velkommen")
    run_jobs(firm.company)
    (mail,) = [each for each in posted if each.to == sent.email]
    found = re.search(r"https://erhverv\.portal\.test/invitation/([0-9a-f-]{36})/([A-Za-z0-9_-]{43})/", mail.text)
    assert found and found[1] == str(firm.id) and "Velkommen" in mail.text and "[[token]]" not in mail.html
    done = redeem(firm.id, invitation=sent.id, token=found[2], user=person(surname="Bruun").id, cvr="12345674", at=at)
    assert done.membership
    asked = request_access(firm.id, solution="selvbetjening", reason="Ser på", ends_on=None, by=done.membership, at=at)
    run_jobs(firm.company)
    answer_task(firm.id, task=asked.id, approve=False, by=firm.boss, at=at, answer="Ikke nu")
    suspend(firm.id, membership=done.membership, by=firm.boss, at=at)
    writer = person().id
    said = {"user": writer, "sender": "Ib Gæst", "email": "ib@example.com", "text": "Må jeg?"}
    write_managers(firm.id, **said, at=at)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="too_soon"):
        write_managers(firm.id, **said, at=at + timedelta(hours=23))  # type: ignore[arg-type]
    run_jobs(firm.company)
    to_user = [each.subject for each in posted if each.to == sent.email]
    to_boss = [each.subject for each in posted if each.to == boss]
    assert len(to_user) >= 4 and len(to_boss) >= 3
    answer = next(each for each in posted if each.to == boss and "Ib Gæst" in each.text)
    assert answer.reply_to == "ib@example.com"
    assert all("bogholder." not in each.text and f"{firm.company.slug}.portal.test" not in each.text for each in posted)
