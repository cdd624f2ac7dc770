"""Tables of access."""

from selvbetjening.domain.access.models.invitations import Invitation, InvitedGrant
from selvbetjening.domain.access.models.members import Favourite, Grant, Membership
from selvbetjening.domain.access.models.notices import Notice
from selvbetjening.domain.access.models.production import FileProduction
from selvbetjening.domain.access.models.reviews import AccessReview, ReviewRow
from selvbetjening.domain.access.models.solutions import Entitlement, Solution
from selvbetjening.domain.access.models.tasks import AccessTask, Deputy, ManagerMessage, Succession

__all__ = [
    "AccessReview",
    "AccessTask",
    "Deputy",
    "Entitlement",
    "Favourite",
    "FileProduction",
    "Grant",
    "Invitation",
    "InvitedGrant",
    "ManagerMessage",
    "Membership",
    "Notice",
    "ReviewRow",
    "Solution",
    "Succession",
]
