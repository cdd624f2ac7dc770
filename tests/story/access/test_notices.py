"""How users are told: at once, once a day, in the portal only; bounces; the week's advice (BP-77, BP-30)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.actions import collect_notices
from selvbetjening.domain.access.actions.collect_notices import collect
from selvbetjening.domain.access.actions.email import confirm_email, set_email
from selvbetjening.domain.access.actions.notice_choices import choose_ways, mark_read
from selvbetjening.domain.access.actions.request_access import request_access
from selvbetjening.domain.access.actions.seen import snooze
from selvbetjening.domain.access.actions.send_again import resend
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.sweep import tidy
from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.models import Invitation, Membership, Notice
from selvbetjening.domain.access.queries import bouncing, notices_of, unread
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions import write as writing
from selvbetjening.domain.messaging.ports import PostRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import outbox
from tests.story.access.world import AT, Firm
from tests.story.login.login_steps import Watch, run_jobs

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def now(database: str) -> Iterator[Watch]:
    """Tuesday the 10th of March 2026, 10:00 in Copenhagen, until the test moves it."""
    watch = Watch(AT)
    clock.set_source(watch)
    yield watch
    clock.reset()


@pytest.fixture
def firm(now: Watch) -> Firm:
    return Firm(managers=2)


def told(firm: Firm, to: Membership, *, at: datetime, kind: str = "ends", number: int = 0) -> Notice:
    """A notice as the acts give it."""
    return tell(
        firm.id, to=firm.fresh(to), notice=NewNotice(kind, "other:own_end", "adgang/", last_on=date(2026, 4, 1)),
        key=f"{kind}:{number}:{to.id}:{at.isoformat()}", draw=mails.access_ending, at=at,
        values=lambda _language: {"solution": "", "last_on": date(2026, 4, 1), "days": 3, "path": f"/v/{firm.id}/"},
    )  # fmt: skip


def mails_to(posted: list[outbox.Mail], row: Membership) -> list[outbox.Mail]:
    return [mail for mail in posted if mail.to == row.email]


def test_each_way_is_gone_bp_77(firm: Firm, now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-77: at once, in the day's mail, or in the portal only; security at once whatever was chosen."""
    at_once, daily, silent = firm.member(), firm.member(), firm.member()
    every = {"ends": "portal", "own_access": "portal"}
    choose_ways(firm.id, membership=daily.id, ways={"ends": "digest"})
    choose_ways(firm.id, membership=silent.id, ways=every)
    for row in (at_once, daily, silent):
        told(firm, row, at=now.at)
    run_jobs(firm.company)
    assert [len(mails_to(posted, row)) for row in (at_once, daily, silent)] == [1, 0, 0]
    with within(firm.id):
        assert [unread(firm.id, membership=row.id) for row in (at_once, daily, silent)] == [1, 1, 1]
    suspend(firm.id, membership=silent.id, by=firm.boss, at=now.at)
    run_jobs(firm.company)
    (mail,) = mails_to(posted, silent)
    assert "sikkerhed" in mail.text and "notifikationer/valg" not in mail.text, "a suspended user cannot open the page"


def test_a_mail_says_why_it_came_and_nothing_of_others_bp_77(firm: Firm, now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-77: plain text beside HTML, its number, its reason, the way to the choices; names stand in the portal only."""
    asking = firm.member(given_name="Asta", surname="Hemmelig", email="asta@firma.example")
    request_access(firm.id, solution="selvbetjening", reason="Barsel", ends_on=None, by=asking.id, at=now.at)
    run_jobs(firm.company)
    (mail,) = mails_to(posted, firm.managers[0])
    for text in (mail.subject, mail.text, mail.html):
        assert not any(word in text for word in ("Asta", "Hemmelig", "asta@", "Barsel"))
    with within(firm.id):
        (row,) = notices_of(firm.id, membership=firm.boss)[1]
    assert row.about == "Asta Hemmelig" and row.reference in mail.text and row.reference in mail.html
    assert f"https://erhverv.portal.test/v/{firm.id}/notifikationer/valg/" in mail.text
    assert "fordi du er Access Manager" in mail.text and mail.text.strip() and "<html" in mail.html


def test_the_days_mail_comes_once_a_copenhagen_day_bp_77(firm: Firm, now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-77: yesterday's notices in one mail, however often it runs; today's wait; the next day brings the rest."""
    row = firm.member()
    choose_ways(firm.id, membership=row.id, ways={"ends": "digest"})
    for number in range(3):
        told(firm, row, at=now.at, number=number)
    assert collect(firm.id, at=now.at) == 0, "the day is not over"
    # 23:30 in Copenhagen is still the same day, half past midnight is the next.
    late = now.at.replace(hour=22, minute=30)
    assert collect(firm.id, at=late) == 0
    assert collect(firm.id, at=late + timedelta(hours=1)) == 1
    told(firm, row, at=late + timedelta(hours=1), number=9)
    assert [collect(firm.id, at=late + timedelta(hours=hours)) for hours in (1, 2, 20)] == [0, 0, 0]
    now.at += timedelta(hours=40)
    run_jobs(firm.company)
    (mail,) = mails_to(posted, row)
    assert mail.subject.startswith("3 ")
    assert collect(firm.id, at=late + timedelta(hours=25)) == 1


def test_a_killed_run_goes_on_where_it_stopped_bp_77(
    firm: Firm, now: Watch, posted: list[outbox.Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """BP-77: killed after the first of three users, the next run mails the other two, and nobody twice."""
    rows = [firm.member() for _ in range(3)]
    for row in rows:
        choose_ways(firm.id, membership=row.id, ways={"ends": "digest"})
        told(firm, row, at=now.at)
    at, write, calls = now.at + timedelta(days=1), writing.write, []

    def killed(*given: Any, **values: Any) -> None:
        write(*given, **values)
        calls.append(values["to"])
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(collect_notices, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        collect(firm.id, at=at)
    assert collect(firm.id, at=at) == 2
    now.at += timedelta(days=1)
    run_jobs(firm.company)
    assert [len(mails_to(posted, row)) for row in rows] == [1, 1, 1]
    assert collect(firm.id, at=at) == 0


def test_a_refused_address_gets_only_security_until_it_is_mended_bp_77(
    firm: Firm, now: Watch, posted: list[outbox.Mail]
) -> None:
    """BP-77: 550 at RCPT marks it; a full mailbox or a refused text does not; another address frees what was held."""
    row, other = firm.member(), firm.member()
    outbox.REFUSED[row.email] = PostRefused("recipient_550", permanent=True)
    outbox.REFUSED[other.email] = PostRefused("answer_554", permanent=True)
    for who in (row, other):
        told(firm, who, at=now.at)
    run_jobs(firm.company)
    with within(firm.id):
        assert bouncing(firm.id) == {row.id}
    now.at += timedelta(hours=1)
    held = told(firm, row, at=now.at, number=2)
    assert held.mail == "waits" and collect(firm.id, at=now.at + timedelta(days=1)) == 0
    assert told(firm, row, at=now.at, kind="own_access").mail == "sent"
    stranger = firm.member()
    with pytest.raises(Refused, match="ACC-01"):
        set_email(firm.id, membership=row.id, email="ny@firma.example", by=stranger.id, at=now.at)
    with pytest.raises(Refused, match="email"):
        set_email(firm.id, membership=row.id, email="ny@firma.example\nBcc: x@y.example", by=firm.boss, at=now.at)
    set_email(firm.id, membership=row.id, email="Ny@Firma.example", by=firm.boss, at=now.at)
    with within(firm.id):
        assert bouncing(firm.id) == set()
    now.at += timedelta(days=1)
    assert collect(firm.id, at=now.at) == 1
    run_jobs(firm.company)
    assert len(mails_to(posted, firm.fresh(row))) == 2, "what was changed, and what was held"


def test_the_inviter_hears_that_an_invitation_did_not_arrive_bp_18(
    firm: Firm, now: Watch, posted: list[outbox.Mail]
) -> None:
    """BP-18: once for each sending, the inviter only; a new sending clears the mark; no inviter left: all managers."""
    lost, fine = firm.invited(), firm.invited()
    outbox.REFUSED[lost.email] = PostRefused("recipient_550", permanent=True)

    def told_of(row: Membership) -> int:
        with within(firm.id):
            rows = Notice.objects.filter(organization_id=firm.id, membership_id=row.id)
            return rows.filter(code="managers:invitation_bounced", source_id=lost.id).count()

    run_jobs(firm.company)
    for hours in (1, 2):
        now.at += timedelta(hours=hours)
        tidy(firm.id, at=now.at)
        run_jobs(firm.company)
    assert (told_of(firm.managers[0]), told_of(firm.managers[1])) == (1, 0)
    assert firm.fresh(lost).bounced_at and not firm.fresh(fine).bounced_at
    assert firm.facts().count("access.invitation_bounced") == 1
    now.at += timedelta(hours=1)
    resend(firm.id, invitation=lost.id, by=firm.managers[1].id, at=now.at)
    assert firm.fresh(lost).bounced_at is None
    suspend(firm.id, membership=firm.managers[0].id, reason="other", by=firm.managers[1].id, at=now.at)
    with within(firm.id):  # as where the inviter is gone before the mail is given up
        Invitation.objects.filter(id=lost.id).update(invited_by_id=firm.boss)
    run_jobs(firm.company)
    tidy(firm.id, at=now.at + timedelta(hours=1))
    run_jobs(firm.company)
    assert (told_of(firm.managers[0]), told_of(firm.managers[1])) == (1, 1)


def test_a_confirmed_address_is_tried_again_bp_77(firm: Firm, now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-77: the user or a manager says that it works; nobody else does; the next refusal marks it anew."""
    row, stranger = firm.member(), firm.member()
    outbox.REFUSED[row.email] = PostRefused("recipient_550", permanent=True)
    for hours in (0, 1):
        now.at += timedelta(hours=hours)
        told(firm, row, at=now.at)
        run_jobs(firm.company)
        now.at += timedelta(minutes=10)
        with within(firm.id):
            assert bouncing(firm.id) == {row.id}
        with pytest.raises(Refused, match="ACC-01"):
            confirm_email(firm.id, membership=row.id, by=stranger.id, at=now.at)
        confirm_email(firm.id, membership=row.id, by=row.id if hours else firm.boss, at=now.at)
        with within(firm.id):
            assert bouncing(firm.id) == set()


def test_the_weekly_advice_comes_until_it_is_followed_or_put_off_bp_30(now: Watch, posted: list[outbox.Mail]) -> None:
    """BP-30: fewer than two managers who count; once a week, not at night, snoozed for 90 days, never gone for good."""
    firm = Firm(managers=1)
    firm.member(role="access_manager", first_login_at=None)
    boss = firm.managers[0]

    def advised(at: datetime) -> int:
        tidy(firm.id, at=at)
        with within(firm.id):
            return Notice.objects.filter(organization_id=firm.id, kind="advice", membership_id=boss.id).count()

    joined = boss.joined_at
    monday = joined - timedelta(days=joined.weekday()) + timedelta(days=7)
    assert advised(joined + timedelta(days=1)) == 0, "the week in which the manager came"
    assert advised(monday.replace(hour=3)) == 0
    assert [advised(monday + timedelta(days=day)) for day in (0, 1, 6)] == [1, 1, 1]
    assert advised(monday + timedelta(days=7)) == 2
    snooze(firm.id, membership=boss.id, advice="two_managers", at=monday + timedelta(days=8))
    assert advised(monday + timedelta(days=70)) == 2
    now.at += timedelta(days=30)
    run_jobs(firm.company)
    found = [mail for mail in mails_to(posted, boss) if "Aktive Access Managere" in mail.text]
    assert len(found) == 2 and "udsætte" in found[0].text
    firm.member(role="access_manager")
    firm.member(role="access_manager", first_login_at=None)
    with within(firm.id):
        Membership.objects.filter(id=boss.id).update(snoozed={})
    assert advised(monday + timedelta(days=77)) == 2, "there are two now"


def test_what_was_told_is_read_by_its_reader_only_bp_77(firm: Firm, now: Watch) -> None:
    """BP-77: marking as read stops at what was shown; another company's and another user's notices are untouched."""
    mine, other = firm.member(), firm.member()
    for row in (mine, other):
        told(firm, row, at=now.at)
    told(firm, mine, at=now.at + timedelta(minutes=1))
    assert mark_read(firm.id, membership=mine.id, until=now.at, at=now.at) == 1
    with within(firm.id):
        assert (unread(firm.id, membership=mine.id), unread(firm.id, membership=other.id)) == (1, 1)
    assert mark_read(Firm().id, membership=mine.id, until=clock.now() + timedelta(days=9), at=now.at) == 0


def test_notices_are_forgotten_after_ninety_days(firm: Firm, now: Watch) -> None:
    """BP-77, GDP-2: what somebody was told is no archive."""
    row = firm.member()
    told(firm, row, at=now.at)
    tidy(firm.id, at=now.at + timedelta(days=89))
    with within(firm.id):
        assert Notice.objects.filter(organization_id=firm.id, membership_id=row.id).exists()
    tidy(firm.id, at=now.at + timedelta(days=91))
    with within(firm.id):
        assert not Notice.objects.filter(organization_id=firm.id, membership_id=row.id).exists()
