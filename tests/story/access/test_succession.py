"""A company without a manager is recovered with no phone call, and one stolen identity is stopped (BM-11, BP-33)."""

from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.domain.access.actions.deputies import accept_deputy, end_deputy, name_deputy
from selvbetjening.domain.access.actions.first_manager import invite_first_manager
from selvbetjening.domain.access.actions.promote import promote
from selvbetjening.domain.access.actions.succession import (
    approve_as_operator,
    ask_by_signatory,
    ask_succession,
    finish_succession,
    stop_succession,
)
from selvbetjening.domain.access.models import Deputy, Membership, Succession
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.access.rules.succession import due_at
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests.story.access.world import AT, Firm, later, person

pytestmark = pytest.mark.usefixtures("database")
GONE = later(days=61)


def deputy(firm: Firm) -> Membership:
    row = firm.member()
    name_deputy(firm.id, membership=row.id, by=firm.boss, at=AT)
    accept_deputy(firm.id, by=row.id, at=AT)
    return row


def test_a_deputy_takes_over_after_notice_and_72_hours() -> None:
    """BM-11: not while a manager is here; asked twice is once; not before it is due; then Access Manager."""
    firm = Firm()
    row = deputy(firm)
    with pytest.raises(Refused, match="not_open"):
        ask_succession(firm.id, by=row.id, at=later(days=59))
    asked = ask_succession(firm.id, by=row.id, at=GONE)
    assert ask_succession(firm.id, by=row.id, at=GONE).id == asked.id
    with pytest.raises(Refused, match="too_soon"):
        finish_succession(firm.id, succession=asked.id, by=row.id, at=GONE + timedelta(hours=71))
    finish_succession(firm.id, succession=asked.id, by=row.id, at=GONE + timedelta(hours=72))
    assert firm.fresh(row).role == "access_manager"
    with pytest.raises(Refused, match="gone"):
        finish_succession(firm.id, succession=asked.id, by=row.id, at=GONE + timedelta(hours=73))


def test_one_stolen_identity_is_stopped_by_whoever_reads_the_notice() -> None:
    """BM-11: a manager who comes back stops it, and being back is enough; after two stops it is staff's."""
    firm = Firm()
    row = deputy(firm)
    for _ in range(2):
        asked = ask_succession(firm.id, by=row.id, at=GONE)
        with pytest.raises(Refused, match="ACC-01"):
            stop_succession(firm.id, succession=asked.id, by=row.id, at=GONE)
        stop_succession(firm.id, succession=asked.id, by=firm.boss, at=GONE + timedelta(hours=1))
        with pytest.raises(Refused, match="gone"):
            finish_succession(firm.id, succession=asked.id, by=row.id, at=GONE + timedelta(days=4))
    with pytest.raises(Refused, match="staff"):
        ask_succession(firm.id, by=row.id, at=GONE)
    other = Firm()
    second = deputy(other)
    asked = ask_succession(other.id, by=second.id, at=GONE)
    with within(other.id):
        Membership.objects.filter(id=other.boss).update(last_login_at=GONE + timedelta(hours=2))
    with pytest.raises(Refused, match="not_open"):
        finish_succession(other.id, succession=asked.id, by=second.id, at=GONE + timedelta(hours=80))


def test_only_an_accepted_deputy_of_the_company_asks() -> None:
    """BM-11: two at most, no partner, no manager; not before the yes, and not after it was taken back."""
    firm = Firm()
    row = firm.member()
    outside = firm.member(is_external=True, ends_on=later(days=300).date())
    with pytest.raises(Refused, match="external"):
        name_deputy(firm.id, membership=outside.id, by=firm.boss, at=AT)
    with pytest.raises(Refused, match="USER-04"):
        name_deputy(firm.id, membership=firm.boss, by=firm.boss, at=AT)
    name_deputy(firm.id, membership=row.id, by=firm.boss, at=AT)
    name_deputy(firm.id, membership=row.id, by=firm.boss, at=AT)
    with pytest.raises(Refused, match="ACC-01"):
        ask_succession(firm.id, by=row.id, at=GONE)
    accept_deputy(firm.id, by=row.id, at=AT)
    name_deputy(firm.id, membership=firm.member().id, by=firm.boss, at=AT)
    with pytest.raises(Refused, match="too_many"):
        name_deputy(firm.id, membership=firm.member().id, by=firm.boss, at=AT)
    end_deputy(firm.id, membership=row.id, by=row.id, at=AT)
    with pytest.raises(Refused, match="ACC-01"):
        ask_succession(firm.id, by=row.id, at=GONE)
    with within(firm.id):
        assert Deputy.objects.filter(organization_id=firm.id, ended_at=None).count() == 1


def test_a_signatory_waits_five_bank_days_and_two_operators() -> None:
    """BP-33: support can never set a manager alone; the first manager is then invited, bound to the company."""
    firm = Firm()
    friday = datetime(2026, 5, 22, 10, tzinfo=UTC)  # Whit Monday lies in between
    assert due_at(path="signatory", at=friday) == datetime(2026, 6, 1, 22, 0, tzinfo=UTC)
    asked = ask_by_signatory(firm.id, user=person().id, proof={"kind": "broker"}, at=GONE)
    with pytest.raises(Refused, match="gone"):
        finish_succession(firm.id, succession=asked.id, by=firm.member().id, at=GONE + timedelta(days=30))
    done = asked.due_at
    with pytest.raises(Refused, match="too_soon"):
        approve_as_operator(firm.id, succession=asked.id, operator=1, reason="Ring-op", at=GONE)
    assert not approve_as_operator(firm.id, succession=asked.id, operator=1, reason="Set CVR", at=done)
    with pytest.raises(Refused, match="ACC-04"):
        approve_as_operator(firm.id, succession=asked.id, operator=1, reason="Igen", at=done)
    with pytest.raises(Refused, match="required"):
        approve_as_operator(firm.id, succession=asked.id, operator=2, reason=" ", at=done)
    assert approve_as_operator(firm.id, succession=asked.id, operator=2, reason="Enig", at=done)
    with within(firm.id):
        assert Succession.objects.get(id=asked.id).state == "approved"
    sent = invite_first_manager(
        firm.id, given_name="Ea", surname="Ejer", email="ea@example.com", actor=Actor("staff", "2"), at=done
    )
    row = firm.fresh(Membership(id=firm.join(sent, user=person(surname="Ejer"), at=done).membership))
    assert row.role == "access_manager"


def test_an_empty_company_gets_its_first_manager_and_no_second_that_way() -> None:
    """BP-04: from an approved application; once a manager is here, that one invites."""
    firm = Firm(managers=0)
    values = {"given_name": "Ea", "surname": "Ejer", "actor": Actor("staff", "1"), "at": AT}
    sent = invite_first_manager(firm.id, email="ea@example.com", **values)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="INV-03"):
        invite_first_manager(firm.id, email="ea@example.com", **values)  # type: ignore[arg-type]
    row = firm.fresh(Membership(id=firm.join(sent, user=person(surname="Ejer")).membership))
    with pytest.raises(Refused, match="not_open"):
        invite_first_manager(firm.id, email="en.til@example.com", **values)  # type: ignore[arg-type]
    other = firm.member()
    assert not promote(firm.id, membership=other.id, by=row.id, at=AT)
