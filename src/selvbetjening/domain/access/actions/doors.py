"""The doors of access itself, closed when a membership ends (SEC-28): sessions, step-ups, invitations, approvals."""

from typing import Any, Final

from django.db.models import Q

from selvbetjening.domain.access.actions.second_yes import ask_anew
from selvbetjening.domain.access.actions.send_again import end
from selvbetjening.domain.access.actions.tasks import close
from selvbetjening.domain.access.events import DeputyEnded, SuccessionEnded
from selvbetjening.domain.access.lifecycle import TASK, InvitationState, MembershipState, TaskState
from selvbetjening.domain.access.models import AccessTask, Deputy, Invitation, Membership, Succession
from selvbetjening.domain.access.ports import Door, Ending
from selvbetjening.domain.access.queries.companies import companies_of
from selvbetjening.domain.access.queries.invitations import OPEN
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.keep_session import remove_of_viewer
from selvbetjening.domain.identity.actions.ssh_accounts import close_of_member
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt
from selvbetjening.kernel.actors import Actor


def _sessions(ending: Ending) -> None:
    """End the person's browsers, but where the person works for another company, too: that one is not ours to end.

    There the next request asks for the standing anew and is refused (SEC-27).
    """
    elsewhere = [
        company
        for company in companies_of(user=ending.user)
        if company.organization != ending.organization and company.state == MembershipState.ACTIVE
    ]
    if not elsewhere:
        BusinessSession.objects.filter(user_id=ending.user).delete()


def _views(ending: Ending) -> None:
    """Whoever looks at the customers' portal as one of them, and links into it that wait (CM-12)."""
    remove_of_viewer(ending.organization, membership=ending.membership)


def _step_ups(ending: Ending) -> None:
    """What was confirmed with MitID for this company is confirmed no more, and a form that waits for it is gone."""
    for session in BusinessSession.objects.select_for_update().filter(user_id=ending.user):
        kept = [each for each in session.step_ups if not _is_of(each, ending)]
        if kept != session.step_ups:
            BusinessSession.objects.filter(id=session.id).update(step_ups=kept)
    under_way = LoginAttempt.objects.filter(
        expected_user_id=ending.user, organization_id=ending.organization, spent_at=None
    )
    under_way.update(spent_at=ending.at, kept=None)
    LoginAttempt.objects.filter(expected_user_id=ending.user, organization_id=ending.organization).update(kept=None)


def _is_of(step_up: Any, ending: Ending) -> bool:
    return str(ending.organization) in {str(value) for value in step_up.values()} if isinstance(step_up, dict) else True


def _invitations(ending: Ending) -> None:
    """Invitations that the person sent are revoked (BP-18)."""
    sent = Invitation.objects.filter(
        organization_id=ending.organization, invited_by_id=ending.membership,
        state__in=(InvitationState.PENDING, InvitationState.AWAITING_APPROVAL),
    )  # fmt: skip
    for invitation in sent.order_by("id"):
        end(ending.organization, invitation=invitation, verb="revoke", by=ending.by, at=ending.at)
        _withdraw(ending, AccessTask.objects.filter(subject=str(invitation.id)))


def _own_invitations(ending: Ending) -> None:
    """Open ones for this very person, as far as anybody can know, let nobody in again (BP-22, SEC-30).

    By the address, and by who has come with the link under another name. A link sent to an address that nobody knows as
    hers is refused where it is used (`join.may_join`).
    """
    row = Membership.objects.get(organization_id=ending.organization, id=ending.membership)
    hers = Q(claimed_user_id=ending.user) | (Q(email=row.email) if row.email else Q())
    found = Invitation.objects.filter(hers, organization_id=ending.organization, state__in=OPEN)
    for invitation in found.order_by("id"):
        came = invitation.state == InvitationState.AWAITING_CONFIRMATION
        verb = "reject" if came else "revoke"
        end(ending.organization, invitation=invitation, verb=verb, by=ending.by, at=ending.at)
        _withdraw(ending, AccessTask.objects.filter(subject=str(invitation.id)))


def _approvals(ending: Ending) -> None:
    """A yes that was not used yet counts no more: the invitation waits for another manager's (BP-22)."""
    approved = Invitation.objects.filter(
        organization_id=ending.organization, approved_by_id=ending.membership, role=ACCESS_MANAGER,
        state__in=(InvitationState.PENDING, InvitationState.AWAITING_CONFIRMATION),
    )  # fmt: skip
    for invitation in approved.order_by("id"):
        ask_anew(ending.organization, invitation=invitation, by=invitation.invited_by_id, at=ending.at)


def _requests(ending: Ending) -> None:
    """What the person asked for, or others asked for the person, waits no more (BP-14)."""
    _withdraw(ending, AccessTask.objects.filter(asked_by_id=ending.membership))
    _withdraw(ending, AccessTask.objects.filter(about_id=ending.membership))


def _promotions(ending: Ending) -> None:
    """What only a manager may ask for is withdrawn with the role (BP-29, SEC-32)."""
    kinds = (
        AccessTask.Kind.PROMOTE, AccessTask.Kind.WEAKEN_POLICY, AccessTask.Kind.EXTERNAL_MANAGERS,
        AccessTask.Kind.OPEN_PRODUCTION,
    )  # fmt: skip
    _withdraw(ending, AccessTask.objects.filter(asked_by_id=ending.membership, kind__in=kinds))


def _withdraw(ending: Ending, tasks: Any) -> None:
    for task in tasks.filter(organization_id=ending.organization, state__in=TASK.sources("withdraw")).order_by("id"):
        close(ending.organization, task=task, verb="withdraw", by=ending.by, at=ending.at)


def _deputies(ending: Ending) -> None:
    """Nobody follows who is not here any more (BM-11)."""
    actor = Actor("user", str(ending.by)) if ending.by else Actor("system", "access")
    named = Deputy.objects.filter(
        organization_id=ending.organization, membership_id=ending.membership, ended_at__isnull=True
    )
    if named.update(ended_at=ending.at):
        fact = DeputyEnded(membership=ending.membership)
        record(ending.organization, fact=fact, actor=actor, at=ending.at)
    for row in Succession.objects.filter(
        organization_id=ending.organization, membership_id=ending.membership, state=TaskState.OPEN
    ):
        row.state, row.decided_at = TASK.after(TaskState.OPEN, "withdraw"), ending.at
        row.save(update_fields=["state", "decided_at"])
        over = SuccessionEnded(succession=row.id, outcome=str(row.state))
        record(ending.organization, fact=over, actor=actor, at=ending.at)


def _ssh(ending: Ending) -> None:
    """The person's SFTP users open nothing from now on, and what is connected is cut; see `close_of_member`."""
    actor = Actor("user", str(ending.by)) if ending.by else Actor("system", "access")
    close_of_member(ending.organization, membership=ending.membership, actor=actor, at=ending.at)


#: The order matters: an approval that is taken back asks anew, and must not be withdrawn with what was asked.
OWN: Final = (
    Door("sessions", ("identity.BusinessSession.user",), _sessions),
    Door("views", (), _views),
    Door("ssh", ("identity.SshAccount.membership_id", "identity.SshAccount.responsible_membership_id"), _ssh),
    Door("step_ups", ("identity.LoginAttempt.expected_user",), _step_ups, when_demoted=True),
    Door("invitations", ("access.Invitation.invited_by_id",), _invitations, when_demoted=True),
    Door("own_invitations", ("access.Invitation.claimed_user_id",), _own_invitations),
    Door("requests", ("access.AccessTask.asked_by_id", "access.AccessTask.about"), _requests),
    Door("promotions", (), _promotions, when_demoted=True),
    Door("approvals", ("access.Invitation.approved_by_id",), _approvals, when_demoted=True),
    Door("deputies", ("access.Deputy.membership", "access.Succession.membership"), _deputies),
)
