"""SFTP users and their keys: whoever holds one and every Access Manager hear of each change (BP-42)."""

from uuid import UUID

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.notice_key_words import KEYS
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.identity import events
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.messaging import mails
from selvbetjening.reactions.access_post import all_managers, told
from selvbetjening.reactions.post import id_in

_USERS = "my-file-transfer/noegler/"


def tell_of_keys(event: Recorded) -> None:
    """The holder, and the managers; whoever did it, too, since a stolen login would be silent otherwise."""
    row = ssh.account(event.organization, account=id_in(event, "ssh_account"))
    if row is None:
        return
    key = ssh.key(event.organization, key=id_in(event, "ssh_key")) if "ssh_key" in event.data else None
    words = "pending" if event.data.get("is_pending") else event.name
    holder = row.membership_id or row.responsible_membership_id
    for member in _readers(event, holder):
        kind = "own_access" if member.id == holder else "managers"
        told(
            event, member, NewNotice(kind, f"keys:{words}", _USERS, source=row.id), mails.sftp_told,
            key=f"{event.id}:k:{member.id}", what=KEYS[words], name=row.name, label=key.label if key else row.label,
            fingerprint=key.fingerprint if key else "", changed_at=event.at,
        )  # fmt: skip


def _readers(event: Recorded, holder: UUID | None) -> list[Membership]:
    found = {each.id: each for each in all_managers(event.organization)}
    mine = Membership.objects.filter(organization_id=event.organization, state="active").exclude(email="")
    mine = mine.filter(id=holder) if holder is not None else mine.none()
    return [*found.values(), *(each for each in mine if each.id not in found)]


SUBSCRIPTIONS = tuple(
    (fact, tell_of_keys)
    for fact in (
        events.SshAccountOpened, events.SshAccountClosed, events.SshKeyAdded, events.SshKeyConfirmed,
        events.SshKeyDisabled, events.SshKeyEnabled, events.SshKeyRemoved, events.SshResponsibleGone,
        events.SshResponsibleChosen, events.SshHabitsChosen,
    )
)  # fmt: skip
