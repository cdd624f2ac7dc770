"""What one person may not do alone (BP-09, BP-14, BP-29, SEC-32)."""

from datetime import date

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.actions.promote import demote, promote
from selvbetjening.domain.access.actions.request_access import request_access, withdraw_request
from selvbetjening.domain.access.actions.same_person import ask_same_person
from selvbetjening.domain.access.models import AccessTask, Membership
from selvbetjening.domain.access.rules.invitations import WantedGrant
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.queries import get
from selvbetjening.domain.organizations.rules import Refused as NotChosen
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests.story.access.world import AT, CVR, Firm, later, person

pytestmark = pytest.mark.usefixtures("database")


def task_of(firm: Firm, **values: object) -> AccessTask:
    with within(firm.id):
        return AccessTask.objects.get(organization_id=firm.id, state="open", **values)


def test_one_manager_promotes_alone_two_must_agree() -> None:
    """BP-29, ACC-04: the first one alone; then a second one, another person, within seven days."""
    firm = Firm()
    user, third = firm.member(), firm.member()
    assert not promote(firm.id, membership=user.id, by=firm.boss, at=AT)
    assert firm.fresh(user).role == "access_manager"
    assert promote(firm.id, membership=third.id, by=firm.boss, at=AT)
    task = task_of(firm, kind="promote")
    with pytest.raises(Refused, match="ACC-04"):
        answer_task(firm.id, task=task.id, approve=True, by=firm.boss, at=AT)
    with pytest.raises(Refused, match="ACC-01"):
        answer_task(firm.id, task=task.id, approve=True, by=third.id, at=AT)
    with pytest.raises(Refused, match="gone"):
        answer_task(firm.id, task=task.id, approve=True, by=user.id, at=later(days=7))
    answer_task(firm.id, task=task.id, approve=True, by=user.id, at=later(days=6))
    assert firm.fresh(third).role == "access_manager"
    with pytest.raises(Refused, match="gone"):
        answer_task(firm.id, task=task.id, approve=True, by=user.id, at=later(days=6))
    demote(firm.id, membership=third.id, keep=(), by=user.id, at=AT)
    assert not firm.may(third, "bs-kundeportal.view")


def test_a_second_login_of_the_same_person_is_no_second_person() -> None:
    """SEC-32: who asked and who would gain by it, by identity."""
    firm = Firm(managers=2)
    candidate = firm.member()
    promote(firm.id, membership=candidate.id, by=firm.boss, at=AT)
    task = task_of(firm, kind="promote")
    with within(firm.id):
        AccessTask.objects.filter(id=task.id).update(about=firm.managers[1])
    with pytest.raises(Refused, match="ACC-04"):
        answer_task(firm.id, task=task.id, approve=True, by=firm.managers[1].id, at=AT)


def test_the_first_one_s_wish_falls_with_the_role() -> None:
    """SEC-32: asked, demoted, then approved would be one person's wish."""
    firm = Firm(managers=3)
    candidate = firm.member()
    promote(firm.id, membership=candidate.id, by=firm.boss, at=AT)
    task = task_of(firm, kind="promote")
    with within(firm.id):  # past the door that withdraws it
        Membership.objects.filter(id=firm.boss).update(role="user")
    with pytest.raises(Refused, match="gone"):
        answer_task(firm.id, task=task.id, approve=True, by=firm.managers[1].id, at=AT)
    assert firm.fresh(candidate).role == "user"


def test_an_invited_manager_waits_for_the_second_one_before_any_mail() -> None:
    """BP-29 path B: held, approved, then sent; declined is revoked."""
    firm = Firm(managers=2)
    sent = firm.invited(role="access_manager", grants=())
    assert (sent.state, sent.sent_at) == ("awaiting_approval", None)
    answer_task(firm.id, task=task_of(firm).id, approve=True, by=firm.managers[1].id, at=later(days=1))
    found = firm.fresh(sent)
    assert (found.state, found.sent_at, found.approved_by_id) == ("pending", later(days=1), firm.managers[1].id)
    row = firm.fresh(Membership(id=firm.join(found, at=later(days=1)).membership))
    assert row.role == "access_manager" and firm.may(row, "access.manage")
    other = firm.invited(role="access_manager", grants=())
    answer_task(firm.id, task=task_of(firm).id, approve=False, by=firm.managers[1].id, at=AT)
    assert firm.fresh(other).state == "revoked"


def test_a_request_is_one_press_with_changes_if_need_be() -> None:
    """BP-14: merged, approved, approved with changes, declined, withdrawn, over after fourteen days."""
    firm = Firm()
    user = firm.member()
    asked = request_access(firm.id, solution="bs-kundeportal", reason="Se kunder", ends_on=None, by=user.id, at=AT)
    again = request_access(
        firm.id, solution="bs-kundeportal", reason="Igen", ends_on=date(2026, 6, 1), by=user.id, at=later(hours=1)
    )
    assert again.id == asked.id and task_of(firm).reason == "Igen"
    instead = WantedGrant(solution="bs-kundeportal", actions=("view",), ends_on=date(2026, 5, 1))
    with pytest.raises(Refused, match="unknown"):
        answer_task(
            firm.id, task=asked.id, approve=True, by=firm.boss, at=AT, instead=WantedGrant(solution="selvbetjening")
        )
    answer_task(firm.id, task=asked.id, approve=True, by=firm.boss, at=AT, instead=instead)
    assert firm.may(user, "bs-kundeportal.view", today=date(2026, 4, 30))
    assert not firm.may(user, "bs-kundeportal.export")
    with pytest.raises(Refused, match="ACC-02"):
        request_access(firm.id, solution="bs-web", reason="x", ends_on=None, by=user.id, at=AT)
    with pytest.raises(Refused, match="USER-04"):
        request_access(firm.id, solution="selvbetjening", reason="x", ends_on=None, by=firm.boss, at=AT)
    second = request_access(firm.id, solution="selvbetjening", reason="x", ends_on=None, by=user.id, at=AT)
    with pytest.raises(Refused, match="gone"):
        answer_task(firm.id, task=second.id, approve=True, by=firm.boss, at=later(days=14))
    withdraw_request(firm.id, task=second.id, by=user.id, at=AT)
    with pytest.raises(Refused, match="gone"):
        answer_task(firm.id, task=second.id, approve=True, by=firm.boss, at=AT)
    other = Firm()
    with pytest.raises(AccessTask.DoesNotExist):
        answer_task(other.id, task=second.id, approve=True, by=other.boss, at=AT)


def test_weaker_rules_need_two_and_no_back_door_sets_them() -> None:
    """SEC-32, BP-16: by the settings' own action neither, whoever asks; stronger ones are set at once."""
    firm = Firm(managers=2)
    values = {"two_persons": False, "external_managers": True, "names_visible": True}
    held = set_policies(firm.id, values=values, by=firm.boss, at=AT)
    assert set(held) == {"two_persons", "external_managers"}
    with within(firm.id):
        assert get(firm.id).choice("names_visible") and get(firm.id).choice("two_persons")
    with pytest.raises(NotChosen, match="two_persons"):
        choose(firm.id, values={"two_persons": False}, actor=Actor("staff", "1"), at=AT)
    task = task_of(firm, subject="two_persons")
    with pytest.raises(Refused, match="ACC-04"):
        answer_task(firm.id, task=task.id, approve=True, by=firm.boss, at=AT)
    answer_task(firm.id, task=task.id, approve=True, by=firm.managers[1].id, at=AT)
    with within(firm.id):
        assert not get(firm.id).choice("two_persons")
    assert set_policies(firm.id, values={"two_persons": True}, by=firm.boss, at=AT) == ()
    alone = Firm()
    assert set_policies(alone.id, values={"external_managers": True}, by=alone.boss, at=AT) == ()
    with pytest.raises(Refused, match="unknown"):
        set_policies(alone.id, values={"mail_show_amounts": False}, by=alone.boss, at=AT)


def test_a_new_identity_is_linked_by_a_manager_only_and_brings_nothing_along() -> None:
    """BP-09, LOGIN-12, SEC-38: same number and address; confirmed by somebody else; grants and role given anew."""
    firm = Firm(managers=2)
    row = firm.member(email="samme@example.com")
    firm.grant(row)
    new = person()
    assert ask_same_person(firm.id, user=new.id, cvr="87654321", email="samme@example.com", at=AT) is None
    assert ask_same_person(firm.id, user=new.id, cvr=CVR, email="anden@example.com", at=AT) is None
    assert ask_same_person(firm.id, user=row.user_id, cvr=CVR, email="samme@example.com", at=AT) is None
    task = ask_same_person(firm.id, user=new.id, cvr=CVR, email="Samme@example.com", at=AT)
    assert task and ask_same_person(firm.id, user=new.id, cvr=CVR, email="samme@example.com", at=AT) == task
    assert firm.standing(Membership(user=new, bound_cvr=CVR)) is None, "nothing before a manager said yes"
    answer_task(firm.id, task=task.id, approve=True, by=firm.boss, at=AT)
    found = firm.fresh(row)
    assert (found.user_id, found.generation) == (new.id, 2)
    assert not firm.may(found, "bs-kundeportal.view") and firm.standing(row) is None
    boss = firm.managers[1]
    with within(firm.id):
        Membership.objects.filter(id=boss.id).update(email="chef@example.com")
    again = ask_same_person(firm.id, user=person().id, cvr=CVR, email="chef@example.com", at=AT)
    assert again
    with pytest.raises(Refused, match="ACC-04"):
        answer_task(firm.id, task=again.id, approve=True, by=boss.id, at=AT)
    answer_task(firm.id, task=again.id, approve=True, by=firm.boss, at=AT)
    assert firm.fresh(boss).role == "user"
