"""A new Access Manager where none is left: asked, told to everybody, waited for, and only then done (BM-11, BP-33)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.actions.company import active, actor_of, lock
from selvbetjening.domain.access.actions.promote import give_role
from selvbetjening.domain.access.events import SuccessionAsked, SuccessionEnded
from selvbetjening.domain.access.lifecycle import TASK, MembershipState, TaskState
from selvbetjening.domain.access.models import Deputy, Membership, Succession
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.access.rules.succession import OPERATORS, STOPS, due_at, is_open
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def ask_succession(organization: OrganizationId, *, by: UUID, at: datetime) -> Succession:
    """A deputy asks to take over; managers, users and the company's address are told, and 72 hours pass.

    Records `access.succession_asked`; one that is open is answered again. Raises `Refused`: `ACC-01` for somebody who
    is no accepted deputy, `not_open` where a manager has been here within sixty days, `external`, and `staff` after
    two stops within a year.
    """
    with within(organization):
        lock(organization)
        row = active(organization, membership=by, today=copenhagen_day(at))
        named = Deputy.objects.filter(
            organization_id=organization, membership=row, ended_at__isnull=True, accepted_at__isnull=False
        )
        if not named.exists():
            raise Refused("ACC-01", solution="")
        if row.is_external:
            raise Refused("external")
        return _asked(organization, path="deputy", at=at, actor=actor_of(by=by), membership=row, user=row.user_id)


def ask_by_signatory(organization: OrganizationId, *, user: UUID, proof: dict[str, Any], at: datetime) -> Succession:
    """Somebody who may sign for the company asks; the door has seen the broker's or the CVR register's word for it.

    `proof` is what was shown (codes and ids). Five banking days pass, and two operators look at it before a manager is
    invited. Records `access.succession_asked`. Raises `Refused`: `not_open`.
    """
    with within(organization):
        lock(organization)
        actor = Actor("system", "signatory")
        return _asked(organization, path="signatory", at=at, actor=actor, user=user, proofs=[proof])


def _asked(
    organization: OrganizationId,
    *,
    path: str,
    at: datetime,
    actor: Actor,
    user: UUID,
    membership: Membership | None = None,
    proofs: list[dict[str, Any]] | None = None,
) -> Succession:
    present = Succession.objects.filter(organization_id=organization, state=TaskState.OPEN).first()
    if present is not None:
        if present.user_id != user:
            raise Refused("gone", about=present.id)
        return present
    managers = Membership.objects.filter(
        organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
    )
    today = copenhagen_day(at)
    logins = [row.last_login_at for row in managers if row.ends_on is None or row.ends_on > today]
    if not is_open(last_logins=logins, at=at):
        raise Refused("not_open")
    stopped = Succession.objects.filter(
        organization_id=organization, state=TaskState.WITHDRAWN, stopped_by_id__isnull=False,
        asked_at__gt=at - timedelta(days=365),
    )  # fmt: skip
    if path == "deputy" and stopped.count() >= STOPS:
        raise Refused("staff")
    made = Succession.objects.create(
        organization_id=organization, path=path, state=TaskState.OPEN, membership=membership, user_id=user,
        proofs=proofs or [], asked_at=at, due_at=due_at(path=path, at=at),
    )  # fmt: skip
    record(organization, fact=SuccessionAsked(succession=made.id, path=path), actor=actor, at=at)
    return made


def stop_succession(organization: OrganizationId, *, succession: UUID, by: UUID, at: datetime) -> None:
    """Any active manager stops it at any time before it is done. Records `access.succession_ended`; twice is once.

    A user may stop it as well where no manager is active: the notices must be worth something to whoever reads them.
    """
    with within(organization):
        lock(organization)
        acting = active(organization, membership=by, today=copenhagen_day(at))
        found = Succession.objects.get(organization_id=organization, id=succession)
        managers = Membership.objects.filter(
            organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
        )
        if acting.role != ACCESS_MANAGER and managers.exists():
            raise Refused("ACC-01", solution="")
        if found.state != TaskState.OPEN:
            return
        _end(organization, found, "withdraw", actor=actor_of(by=by), at=at, stopped_by=by)


def finish_succession(organization: OrganizationId, *, succession: UUID, by: UUID, at: datetime) -> None:
    """The wait is over: the deputy becomes Access Manager, with a fresh MitID that the door asks for.

    Records `access.manager_promoted`. Raises `Refused`: `too_soon` with `again` before it is due, `gone` where it was
    stopped or is somebody else's, `not_open` where a manager has come back meanwhile.
    """
    with within(organization):
        lock(organization)
        row = active(organization, membership=by, today=copenhagen_day(at))
        found = Succession.objects.get(organization_id=organization, id=succession)
        if found.state != TaskState.OPEN or found.membership_id != row.id or found.user_id != row.user_id:
            raise Refused("gone")
        if at < found.due_at:
            raise Refused("too_soon", again=found.due_at)
        managers = Membership.objects.filter(
            organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
        )
        if not is_open(last_logins=[each.last_login_at for each in managers], at=at):
            raise Refused("not_open")
        _end(organization, found, "approve", actor=actor_of(by=by), at=at)
        give_role(organization, row=row, by=by, approved_by=None, at=at)


def approve_as_operator(
    organization: OrganizationId, *, succession: UUID, operator: int, reason: str, at: datetime
) -> bool:
    """One of two operators agrees to a signatory's succession, after the wait; True when both have (BP-33).

    The second one's yes ends it as approved; then `first_manager` invites the signatory at an address that was given
    with the proof. Records `access.succession_ended`. Raises `Refused`: `ACC-04` for the same operator again,
    `too_soon`, `gone`, `required`.
    """
    if not reason.strip():
        raise Refused("required", field="reason")
    with within(organization):
        lock(organization)
        found = Succession.objects.get(organization_id=organization, id=succession)
        if found.state != TaskState.OPEN or found.path == Succession.Path.DEPUTY:
            raise Refused("gone")
        if at < found.due_at:
            raise Refused("too_soon", again=found.due_at)
        if any(each["operator"] == operator for each in found.operators):
            raise Refused("ACC-04")
        found.operators = [*found.operators, {"operator": operator, "reason": reason[:200], "at": at.isoformat()}]
        found.save(update_fields=["operators"])
        if len(found.operators) < OPERATORS:
            return False
        _end(organization, found, "approve", actor=Actor("staff", str(operator)), at=at)
    return True


def _end(
    organization: OrganizationId,
    found: Succession,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    stopped_by: UUID | None = None,
) -> None:
    found.state, found.decided_at = TASK.after(TaskState(found.state), verb), at
    found.stopped_by_id = stopped_by
    found.save(update_fields=["state", "decided_at", "stopped_by_id"])
    record(organization, fact=SuccessionEnded(succession=found.id, outcome=str(found.state)), actor=actor, at=at)
