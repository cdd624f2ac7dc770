"""What may be asked about a company's own users (BP-03 to BP-34)."""

from selvbetjening.domain.access.models import Solution
from selvbetjening.domain.access.queries.advice import advice_for
from selvbetjening.domain.access.queries.companies import CompanyOf, companies_of, company_with_cvr
from selvbetjening.domain.access.queries.invitations import (
    InvitationCard,
    InvitationRow,
    get_invitation,
    invitation_card,
    invitations,
)
from selvbetjening.domain.access.queries.notices import (
    NoticeRow,
    WayRow,
    bouncing,
    mail_language,
    notices_of,
    unread,
    ways_of,
)
from selvbetjening.domain.access.queries.overview import log, overview
from selvbetjening.domain.access.queries.people import (
    GrantRow,
    MemberRow,
    counts_by_solution,
    get_member,
    members,
    names,
    twin_of,
)
from selvbetjening.domain.access.queries.reviews import (
    ReviewLine,
    get_review,
    is_review_due,
    latest_review,
    review_lines,
)
from selvbetjening.domain.access.queries.solutions import all_solutions, solutions_of
from selvbetjening.domain.access.queries.ssh_doors import ssh_standing
from selvbetjening.domain.access.queries.ssh_now import SshNow, ssh_now
from selvbetjening.domain.access.queries.standing import helpers, may, standing, standing_of
from selvbetjening.domain.access.queries.tasks import (
    Attention,
    ManagerHealth,
    attention,
    deputies,
    favourites_of,
    get_message,
    get_succession,
    get_task,
    is_snoozed,
    manager_health,
    open_succession,
    open_tasks,
    requests_of,
)
from selvbetjening.domain.access.rules.members import Decision, Helper, LiveGrant, Member, Standing
from selvbetjening.domain.access.rules.ssh_standing import SshStanding

__all__ = [
    "Attention",
    "CompanyOf",
    "Decision",
    "GrantRow",
    "Helper",
    "InvitationCard",
    "InvitationRow",
    "LiveGrant",
    "ManagerHealth",
    "Member",
    "MemberRow",
    "NoticeRow",
    "ReviewLine",
    "Solution",
    "SshNow",
    "SshStanding",
    "Standing",
    "WayRow",
    "advice_for",
    "all_solutions",
    "attention",
    "bouncing",
    "companies_of",
    "company_with_cvr",
    "counts_by_solution",
    "deputies",
    "favourites_of",
    "get_invitation",
    "get_member",
    "get_message",
    "get_review",
    "get_succession",
    "get_task",
    "helpers",
    "invitation_card",
    "invitations",
    "is_review_due",
    "is_snoozed",
    "latest_review",
    "log",
    "mail_language",
    "manager_health",
    "may",
    "members",
    "names",
    "notices_of",
    "open_succession",
    "open_tasks",
    "overview",
    "requests_of",
    "review_lines",
    "solutions_of",
    "ssh_now",
    "ssh_standing",
    "standing",
    "standing_of",
    "twin_of",
    "unread",
    "ways_of",
]
