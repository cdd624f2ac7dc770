"""What an SFTP user may do now (SEC-24, SEC-27); `ssh_now` is the same for a connection that is open."""

from datetime import datetime

from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.queries.standing import standing_of
from selvbetjening.domain.access.rules.ssh_standing import SshStanding, of_machine, of_person
from selvbetjening.domain.identity.rules.ssh_doors import Account
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def ssh_standing(organization: OrganizationId, *, account: Account, at: datetime) -> SshStanding:
    """A person's rights are those of the membership and its grants; a machine's its own, while the company has the
    solution and, but for a fortnight, somebody responsible (annex B.3).

    Inside the company's transaction.
    """
    if account.organization != organization:
        return SshStanding(refused="ACC-01")
    today = copenhagen_day(at)
    if account.is_machine:
        return of_machine(account=account, solutions=solutions_of(organization, today=today), at=at)
    if account.membership is None:
        return SshStanding(refused="LOGIN-07")
    return of_person(found=standing_of(organization, membership=account.membership, today=today))
