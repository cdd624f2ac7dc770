"""Four eyes and rights are those of now: at each gate, for whoever goes on with an upload, and for each yes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.grants import remove_solution
from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.confirm import confirm_duplicate
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview, send
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.models import Delivery, Preview, Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import new_id
from tests import business
from tests import deliveries as files
from tests import directdebit as dd
from tests.story.deliveries.test_answers_handed_in import answer
from tests.story.directdebit.test_answers import payment

pytestmark = pytest.mark.usefixtures("database")
AT, MINUTE = files.AT, files.MINUTE
HOUR = timedelta(hours=1)


def says_yes(of: files.Sender, row: Delivery, member: UUID) -> Delivery:
    return approve(of.id, delivery=row.id, membership=member, sha256=row.sha256, at=AT + 4 * HOUR)


def test_four_eyes_that_were_switched_on_meanwhile_count_for_a_held_file() -> None:
    """SEC-32, BM-04: the policy is asked at the gate, not when the file was checked."""
    of = files.sender()
    files.send(of, files.file(of))
    held = files.send(of, files.file(of, customers=["2000"]), at=AT + HOUR)
    assert (held.state, held.approvals_needed) == ("held_duplicate", 0)
    choose(of.id, values={"files_four_eyes": "always", "files_approvers": 2}, actor=SYSTEM, at=AT + 2 * HOUR)
    me = Actor("user", str(of.person))
    confirm_duplicate(of.id, delivery=held.id, reason="Ja", actor=me, at=AT + 3 * HOUR)
    waits = files.get(of, held.id)
    assert (waits.state, waits.approvals_needed) == ("awaiting_approval", 2)
    with pytest.raises(Refused, match="own_file"):
        says_yes(of, waits, of.person)
    assert says_yes(of, waits, files.member_of(of)).state == "awaiting_approval"
    assert says_yes(of, waits, files.member_of(of)).state == "accepted"


def test_four_eyes_that_were_switched_on_in_the_undo_window_stop_the_release() -> None:
    """SEC-32, BM-06: the end of the window releases nothing that a second person is to see first."""
    of = files.sender(files_undo_minutes=10)
    row = files.send(of, files.file(of))
    assert row.state == "holding"
    choose(of.id, values={"files_four_eyes": "always"}, actor=SYSTEM, at=AT + MINUTE)
    assert not release(of.id, delivery=row.id, at=AT + 10 * MINUTE)
    waits = files.get(of, row.id)
    assert (waits.state, waits.hold_until, files.collections(of)) == ("awaiting_approval", None, [])
    assert says_yes(of, waits, files.member_of(of)).state == "holding"
    assert files.let_go(of, row, at=AT + 5 * HOUR).state == "processed"


def test_looser_four_eyes_let_no_file_go_that_needed_a_yes() -> None:
    """BM-04: automatic release never; a file that was held and approved by nobody goes on needing one."""
    of = files.sender(files_four_eyes="always", files_approvers=2)
    waits = files.send(of, files.file(of))
    choose(of.id, values={"files_four_eyes": "off"}, actor=SYSTEM, at=AT, by_managers=True)
    assert files.get(of, waits.id).state == "awaiting_approval"
    with pytest.raises(Refused, match="own_file"):
        says_yes(of, waits, of.person)
    assert says_yes(of, waits, files.member_of(of)).state == "accepted"


@pytest.mark.parametrize(("chosen", "state"), [("above", "awaiting_approval"), ("off", "processed")])
def test_answers_wait_for_a_second_person_under_any_policy(chosen: str, state: str) -> None:
    """BM-04: a 0602 books what others paid, and no amount of ours limits it; without a policy nothing waits."""
    of = files.sender(files_four_eyes=chosen, files_four_eyes_amount=100_00)
    real = dd.agreement(of.id, role="external", product="basis")
    dd.register(of.id, [dd.line(real, "1017", 100_000_000)])
    data = answer(real, payment(real, "1017", amount=100_000_000, paid=100_000_000))
    assert files.send(of, data).state == state


def test_numbers_that_were_taken_away_cannot_be_sent_for_with_an_old_preview() -> None:
    """SEC-27, BM-01: the preview is made anew with what may be sent for now, and sent all the same it is refused."""
    of = files.sender()
    row, _ = files.upload(of, files.file(of), purpose="preview")
    seen = ask_preview(of.id, staging=row.id, by=of.https, at=AT)
    narrowed = replace(of.https, pbs_numbers=("99999999",))
    anew = send(of.id, preview=seen.id, by=narrowed, at=AT + HOUR)
    assert isinstance(anew, Preview)
    assert [error["code"] for error in anew.result["errors"]] == ["file.pbs_scope"]
    done = send(of.id, preview=anew.id, by=narrowed, at=AT + HOUR)
    assert not isinstance(done, Preview)
    assert files.run(of, done).state == "rejected"


def test_a_preview_is_sent_by_who_uploaded_it_and_a_dry_run_by_nobody() -> None:
    """BM-01, annex C.1: `/proev` never delivers."""
    of = files.sender()
    row, _ = files.upload(of, files.file(of), purpose="preview")
    seen = ask_preview(of.id, staging=row.id, by=of.https, at=AT)
    other = files.member_of(of)
    with pytest.raises(Refused, match="unknown"):
        send(of.id, preview=seen.id, by=replace(of.https, actor=Actor("user", str(other)), membership=other), at=AT)
    done = files.put(of, files.file(of, identification="2"), purpose="preview")
    assert done.outcome == "staged"
    with within(of.id):
        trial = ask_preview(of.id, staging=_staged(of), by=of.sftp, at=AT)
    with pytest.raises(Refused, match="trial"):
        send(of.id, preview=trial.id, by=of.https, at=AT)


def test_an_upload_is_delivered_and_looked_at_by_nobody_but_who_sent_it() -> None:
    """SEC-19, SEC-32: a colleague's close would put another name under the file; whoever asks, it is not there."""
    of = files.sender()
    other = files.member_of(of)
    colleague = replace(of.https, actor=Actor("user", str(other)), membership=other)
    data, holder = files.file(of), new_id()
    row = open_staging(of.id, by=of.https, name="a.txt", size=len(data), holder=holder, at=AT)
    append(of.id, staging=row.id, holder=holder, offset=0, data=data, at=AT)
    for by in (colleague, of.sftp):
        with pytest.raises(Refused, match="unknown"):
            commit(of.id, staging=row.id, by=by, at=AT)
    looked, _ = files.upload(of, files.file(of, identification="2"), purpose="preview")
    with pytest.raises(Refused, match="unknown"):
        ask_preview(of.id, staging=looked.id, by=colleague, at=AT)
    assert commit(of.id, staging=row.id, by=of.https, at=AT).outcome == "delivered"
    with pytest.raises(Refused, match="unknown"):
        commit(of.id, staging=row.id, by=colleague, at=AT)


def _staged(of: files.Sender) -> UUID:
    return UUID(str(Staging.objects.get(organization_id=of.id, door="sftp", state="staged").id))


def test_an_upload_goes_on_with_the_rights_of_who_goes_on() -> None:
    """SEC-27: begun with all numbers and key A; numbers narrowed, key A removed; gone on with and closed with key B."""
    of = files.sender()
    row = open_staging(of.id, by=of.sftp, name="a.txt", folder="bs", holder=new_id(), at=AT)
    now = replace(of.sftp, pbs_numbers=("99999999",), key_fingerprint="SHA256:new", address="192.0.2.99")
    holder = new_id()
    row = resume(of.id, staging=row.id, by=now, holder=holder, at=AT + HOUR)
    files.write(of, row, files.file(of), holder=holder, at=AT + HOUR)
    done = files.run(of, commit(of.id, staging=row.id, by=now, at=AT + HOUR), at=AT + HOUR)
    assert (done.state, done.key_fingerprint, done.address) == ("rejected", "SHA256:new", "192.0.2.99")


@pytest.mark.parametrize(("numbers", "state"), [(("99999999",), "rejected"), ((), "processed")])
def test_an_upload_is_closed_with_the_rights_of_its_end(numbers: tuple[str, ...], state: str) -> None:
    """SEC-27: what was narrowed while the bytes came counts; so does what was given."""
    of = files.sender()
    begun = replace(of.sftp, pbs_numbers=() if numbers else ("88888888",))
    holder = new_id()
    row = open_staging(of.id, by=begun, name="a.txt", folder="bs", holder=holder, at=AT)
    files.write(of, row, files.file(of), holder=holder, at=AT)
    now = replace(of.sftp, pbs_numbers=numbers)
    assert files.run(of, commit(of.id, staging=row.id, by=now, at=AT)).state == state


def _first_of_two(actions: list[str], **values: Any) -> tuple[files.Sender, UUID, Delivery, UUID]:
    """A file that needs two, the yes of somebody with a grant, and her grant."""
    of = files.sender(files_four_eyes="always", files_approvers=2)
    with within(of.id):
        organization = Organization.objects.get(id=of.id)
    business.entitle(organization, FILE_TRANSFER)
    first = business.member(organization, grants={FILE_TRANSFER: actions})
    waits = files.send(of, files.file(of))
    says_yes(of, waits, UUID(str(first.id)))
    with within(of.id):
        return of, files.member_of(of), waits, UUID(str(Grant.objects.get(membership=first).id))


def test_a_yes_of_somebody_who_may_not_approve_any_more_is_void() -> None:
    """SEC-24, SEC-28: two are needed; the first one's right to approve is taken away before the second says yes."""
    of, boss, waits, grant = _first_of_two(["approve"])
    remove_solution(of.id, grant=grant, by=boss, at=AT + HOUR)
    assert says_yes(of, waits, boss).state == "awaiting_approval"
    assert says_yes(of, waits, files.member_of(of)).state == "accepted"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"actions": ["fetch"]}, "awaiting_approval"),
        ({"pbs_numbers": ["99999999"]}, "awaiting_approval"),
        ({"ends_on": AT.date()}, "awaiting_approval"),
        ({}, "accepted"),
    ],
)
def test_a_right_that_was_narrowed_or_ran_out_voids_a_yes(change: dict[str, Any], state: str) -> None:
    """SEC-24: the right is asked when the yes is counted, by action, PBS number and day."""
    of, boss, waits, grant = _first_of_two(["approve", "fetch"])
    with within(of.id):
        Grant.objects.filter(id=grant).update(**change) if change else None
    assert says_yes(of, waits, boss).state == state
