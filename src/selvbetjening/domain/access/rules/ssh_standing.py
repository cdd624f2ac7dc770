"""What an SFTP user may do, from rows that were read. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.rules.members import Standing
from selvbetjening.domain.identity.rules.ssh_doors import Account, is_without_responsible


@dataclass(frozen=True, slots=True)
class SshStanding:
    """What is open: sending, fetching, for which PBS numbers (none: all). `refused` is a code of annex J.

    `member` is the person, or the one responsible for the machine while there is one.
    """

    may_send: bool = False
    may_fetch: bool = False
    pbs_numbers: tuple[str, ...] = ()
    member: UUID | None = None
    refused: str = ""


def of_person(*, found: Standing | None) -> SshStanding:
    """A person's rights are those of the membership and its grants."""
    if found is None or found.refused:
        return SshStanding(refused=found.refused if found else "LOGIN-07")
    actions = found.actions_in(FILE_TRANSFER)
    if not actions & {"send", "fetch"}:
        return SshStanding(refused="ACC-01" if FILE_TRANSFER in found.solutions else "ACC-02")
    grants = [] if found.is_manager else [each for each in found.grants if each.solution == FILE_TRANSFER]
    everything = found.is_manager or any(not each.pbs_numbers for each in grants)
    numbers = () if everything else tuple(sorted({number for each in grants for number in each.pbs_numbers}))
    return SshStanding("send" in actions, "fetch" in actions, numbers, found.membership.id)


def of_machine(*, account: Account, solutions: Collection[str], at: datetime) -> SshStanding:
    """A machine's are its own, while the company has the solution and, but for a fortnight, somebody responsible."""
    if FILE_TRANSFER not in solutions:
        return SshStanding(refused="ACC-02")
    if is_without_responsible(account=account, at=at):
        return SshStanding(refused="LOGIN-08")
    member = account.membership if account.orphaned_at is None else None
    return SshStanding(account.may_send, account.may_fetch, account.pbs_numbers, member)
