"""Whose SFTP users a visitor sees, and who may add a key to one (BP-42, SEC-32)."""

from typing import Any
from uuid import UUID

from django.http import Http404

from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.ssh import SshAccount, SshKey
from selvbetjening.portals.business.filetransfer.senders import me


def visible(request: Any) -> list[SshAccount]:
    """The company's SFTP users for an Access Manager; for others their own, and the machines they answer for."""
    member = me(request)
    return ssh.accounts(request.acting.here, membership=None if request.acting.is_manager else member.id)


def found(request: Any, account: UUID) -> SshAccount:
    """One of them. Raises Http404."""
    row = next((each for each in visible(request) if each.id == account), None)
    if row is None:
        raise Http404
    return row


def found_key(request: Any, key: UUID) -> SshKey:
    """A key of one of them. Raises Http404."""
    row = ssh.key(request.acting.here, key=key)
    if row is None or row.state == "revoked":
        raise Http404
    found(request, row.account_id)
    return row


def holder_of(account: SshAccount) -> UUID | None:
    """The person, or the one responsible for the machine."""
    return account.membership_id or account.responsible_membership_id


def may_add(request: Any, account: SshAccount) -> bool:
    """Whether the visitor may let one more key in.

    Only the holder: whoever could put a key under somebody else's name could send as her, and approve it herself.
    """
    return account.state == "open" and holder_of(account) == me(request).id


def names(request: Any, accounts: list[SshAccount]) -> dict[UUID, str]:
    """The holders' names."""
    return names_of(request.acting.here, ids={each for each in map(holder_of, accounts) if each})
