"""What an SFTP user may do now: asked anew at every act (SEC-24, SEC-27)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.queries.standing import standing_of
from selvbetjening.domain.identity.rules.ssh_doors import Account, is_without_responsible
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


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


def ssh_standing(organization: OrganizationId, *, account: Account, at: datetime) -> SshStanding:
    """A person's rights are those of the membership and its grants; a machine's its own, while the company has the
    solution and, but for a fortnight, somebody responsible (annex B.3).

    Inside the company's transaction.
    """
    if account.organization != organization:
        return SshStanding(refused="ACC-01")
    if account.is_machine:
        return _machine(organization, account, at)
    if account.membership is None:
        return SshStanding(refused="LOGIN-07")
    today = copenhagen_day(at)
    found = standing_of(organization, membership=account.membership, today=today)
    if found is None or found.refused:
        return SshStanding(refused=found.refused if found else "LOGIN-07")
    actions = found.actions_in(FILE_TRANSFER)
    if not actions & {"send", "fetch"}:
        return SshStanding(refused="ACC-01" if FILE_TRANSFER in found.solutions else "ACC-02")
    grants = [] if found.is_manager else [each for each in found.grants if each.solution == FILE_TRANSFER]
    everything = found.is_manager or any(not each.pbs_numbers for each in grants)
    numbers = () if everything else tuple(sorted({number for each in grants for number in each.pbs_numbers}))
    return SshStanding("send" in actions, "fetch" in actions, numbers, account.membership)


def _machine(organization: OrganizationId, account: Account, at: datetime) -> SshStanding:
    if FILE_TRANSFER not in solutions_of(organization, today=copenhagen_day(at)):
        return SshStanding(refused="ACC-02")
    if is_without_responsible(account=account, at=at):
        return SshStanding(refused="LOGIN-08")
    member = account.membership if account.orphaned_at is None else None
    return SshStanding(account.may_send, account.may_fetch, account.pbs_numbers, member)
