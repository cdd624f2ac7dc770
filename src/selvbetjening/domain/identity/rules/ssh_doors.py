"""May this key open the SFTP door for this SFTP user? Everything but what `access` knows (BP-42, annex B.3). Pure."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.identity.lifecycle import SshAccountState, SshKeyState
from selvbetjening.domain.identity.rules.ssh_habits import Habits
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused
from selvbetjening.kernel.ids import OrganizationId

Environment = Literal["production", "test"]
#: What the connection doctor puts into words (BM-08). `ok` is the only one that opens.
Verdict = Literal[
    "ok", "unknown_user", "unknown_key", "weak_key", "pending_key", "disabled_key", "revoked_key", "expired_key",
    "address", "closed", "suspended", "no_key", "too_many_tries", "too_many_connections", "algorithms", "banned",
    "refused_path", "incomplete", "access_ended", "cut",
]  # fmt: skip
#: A machine whose responsible person is gone goes on for so long: the company finds another one (annex B.3).
WITHOUT_RESPONSIBLE: Final = timedelta(days=14)
#: The signs of a user name after `p` or `t`: none that is read as another one.
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH: Final = 9


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an SFTP user, as the door asks about it."""

    id: UUID
    fingerprint: str
    state: SshKeyState
    expires_at: datetime
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """An SFTP user with its keys, as the door asks about it.

    `membership` is the person, or the one responsible for the machine. `generation` is another one after every end of
    access: a connection from before it is cut. `orphaned_at`: the machine's responsible person is gone since then.
    """

    organization: OrganizationId
    id: UUID
    name: str
    generation: int
    is_machine: bool
    membership: UUID | None
    environment: Environment
    state: SshAccountState
    orphaned_at: datetime | None = None
    may_send: bool = True
    may_fetch: bool = True
    pbs_numbers: tuple[str, ...] = ()
    habits: Habits = field(default_factory=Habits)
    keys: tuple[Key, ...] = field(default=(), repr=False)


def is_like(*, typed: str, name: str) -> bool:
    """Whether somebody who typed this may have meant the user `name` (BM-08): what can be nobody's name, or a slip.

    Whatever else looks like a user name is nobody's business: shown or not, it would tell whether it exists (SEC-65).
    """
    if len(typed) != LENGTH or typed[0] not in "pt" or not set(typed[1:]) <= set(SIGNS):
        return True
    return typed != name and sum(one != other for one, other in zip(typed, name, strict=True)) <= 2


def key_of(*, account: Account | None, fingerprint: str) -> Key | None:
    """The account's key with this fingerprint, the newest of them."""
    found = [key for key in (account.keys if account else ()) if key.fingerprint == fingerprint]
    return found[-1] if found else None


def verdict(*, account: Account | None, fingerprint: str, address: str, at: datetime) -> Verdict:
    """Whether the key opens. It goes through the same questions for everybody."""
    key = key_of(account=account, fingerprint=fingerprint)
    if account is None:
        return "unknown_user"
    if key is None:
        return "unknown_key"
    if account.state is not SshAccountState.OPEN:
        return "closed"
    if key.state is not SshKeyState.ACTIVE:
        return {
            SshKeyState.PENDING: "pending_key", SshKeyState.DISABLED: "disabled_key",
            SshKeyState.REVOKED: "revoked_key",
        }[key.state]  # type: ignore[return-value]  # fmt: skip
    if key.expires_at <= at:
        return "expired_key"
    if key.addresses and not is_within(address=address, networks=key.addresses):
        return "address"
    return "suspended" if is_without_responsible(account=account, at=at) else "ok"


def is_without_responsible(*, account: Account, at: datetime) -> bool:
    """Whether a machine has been without a responsible person for too long."""
    return account.is_machine and account.orphaned_at is not None and account.orphaned_at + WITHOUT_RESPONSIBLE <= at


def is_within(*, address: str, networks: Sequence[str]) -> bool:
    """Whether the address lies in one of the networks, which `networks_of` has read."""
    try:
        asked = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(asked, ipaddress.IPv6Address) and asked.ipv4_mapped:
        asked = asked.ipv4_mapped
    return any(asked in ipaddress.ip_network(network) for network in networks)


def networks_of(*, text: str) -> tuple[str, ...]:
    """Addresses and networks of a form, by comma, blank or line; empty for anywhere. Raises `KeyRefused`."""
    try:
        found = [str(ipaddress.ip_network(word, strict=False)) for word in text.replace(",", " ").split()]
    except ValueError:
        raise KeyRefused("addresses") from None
    if len(found) > 20:
        raise KeyRefused("addresses")
    return tuple(found)
