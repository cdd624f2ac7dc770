"""Mend a user's e-mail address, or say that it is right (BP-77). Nobody logs in with it: the login is MitID's."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, lock, manager, member
from selvbetjening.domain.access.events import MemberEmailConfirmed, MemberEmailSet
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.rules.invitations import email_of
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def set_email(organization: OrganizationId, *, membership: UUID, email: str, by: UUID, at: datetime) -> None:
    """A manager writes down another address; what was held back goes there with the next day's mail.

    Records `access.member_email_set`; the user is told at the new address. Raises `Refused`: `ACC-01` for who is no
    manager, `email`, `gone` for a deleted user; `Membership.DoesNotExist` for another company's.
    """
    address = email_of(text=email)
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        row = member(organization, membership=membership)
        if row.state == MembershipState.DELETED:
            raise Refused("gone", field="email")
        row.email, row.email_confirmed_at = address, at
        row.save(update_fields=["email", "email_confirmed_at"])
        record(organization, fact=MemberEmailSet(membership=row.id), actor=actor_of(by=by), at=at)


def confirm_email(organization: OrganizationId, *, membership: UUID, by: UUID, at: datetime) -> None:
    """The address takes mails again, says its user or a manager: mails go there until one is refused again.

    Records `access.member_email_confirmed`. Raises `Refused("ACC-01")` for anybody else.
    """
    with within(organization):
        if by != membership:
            manager(organization, by=by, at=at)
        row: Membership = member(organization, membership=membership)
        row.email_confirmed_at = at
        row.save(update_fields=["email_confirmed_at"])
        record(organization, fact=MemberEmailConfirmed(membership=row.id), actor=actor_of(by=by), at=at)
