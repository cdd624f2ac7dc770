"""The SFTP server gets another key: whoever's program has not met it hears of it before (BM-09)."""

from django.conf import settings

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.notice_production_words import HOST_KEY
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.identity.events import HostKeyWarned
from selvbetjening.domain.identity.queries import host_keys, ssh
from selvbetjening.domain.messaging import mails
from selvbetjening.reactions.access_post import all_managers, told
from selvbetjening.reactions.post import id_in


def warn_of_host_key(event: Recorded) -> None:
    """The holder, or the managers where a machine has nobody; nobody where the change was withdrawn meanwhile."""
    row = ssh.account(event.organization, account=id_in(event, "ssh_account"))
    change = next((each for each in host_keys.changes() if each.id == id_in(event, "change")), None)
    if row is None or change is None:
        return
    holder = row.membership_id or row.responsible_membership_id
    members = Membership.objects.filter(organization_id=event.organization, state="active").exclude(email="")
    found = [] if holder is None else list(members.filter(id=holder))
    notice = NewNotice("own_access", f"production:{event.name}", "my-file-transfer/server/", source=row.id)
    for member in found or all_managers(event.organization):
        told(
            event, member, notice, mails.host_key_told, key=f"{event.id}:h:{member.id}", what=HOST_KEY, name=row.name,
            server=f"{settings.SFTP_HOST}:{settings.SFTP_PORT}", fingerprint=change.fingerprint,
            starts_on=change.starts_on,
        )  # fmt: skip


SUBSCRIPTIONS = ((HostKeyWarned, warn_of_host_key),)
