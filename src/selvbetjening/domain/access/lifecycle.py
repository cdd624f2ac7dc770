"""States and moves of memberships, invitations, grants and what waits for a second person (annex B)."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class MembershipState(StrEnum):
    """A membership that has run out by its end date is `expired` as soon as it is read, job or no job (BP-26)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    DELETED = "deleted"
    ANONYMISED = "anonymised"


_M = MembershipState
MEMBERSHIP: Final = Lifecycle(
    name="membership",
    states=MembershipState,
    initial=_M.ACTIVE,
    moves={
        (_M.ACTIVE, "suspend"): _M.SUSPENDED,
        (_M.ACTIVE, "expire"): _M.EXPIRED,
        (_M.ACTIVE, "delete"): _M.DELETED,
        (_M.SUSPENDED, "restore"): _M.ACTIVE,
        (_M.EXPIRED, "restore"): _M.ACTIVE,
        (_M.DELETED, "restore"): _M.ACTIVE,
        (_M.SUSPENDED, "delete"): _M.DELETED,
        (_M.EXPIRED, "delete"): _M.DELETED,
        (_M.DELETED, "anonymise"): _M.ANONYMISED,
    },
)


class InvitationState(StrEnum):
    """Annex B.1; `expired` is computed at reading, too."""

    PENDING = "pending"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    AWAITING_APPROVAL = "awaiting_approval"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


_I = InvitationState
INVITATION: Final = Lifecycle(
    name="invitation",
    states=InvitationState,
    initial=_I.PENDING,
    moves={
        (_I.PENDING, "hold"): _I.AWAITING_APPROVAL,
        (_I.AWAITING_APPROVAL, "approve"): _I.PENDING,
        (_I.AWAITING_APPROVAL, "revoke"): _I.REVOKED,
        (_I.AWAITING_APPROVAL, "expire"): _I.EXPIRED,
        (_I.PENDING, "accept"): _I.ACCEPTED,
        (_I.PENDING, "await_confirmation"): _I.AWAITING_CONFIRMATION,
        (_I.AWAITING_CONFIRMATION, "confirm"): _I.ACCEPTED,
        (_I.AWAITING_CONFIRMATION, "reject"): _I.REJECTED,
        (_I.PENDING, "decline"): _I.DECLINED,
        (_I.PENDING, "revoke"): _I.REVOKED,
        (_I.PENDING, "expire"): _I.EXPIRED,
        (_I.PENDING, "resend"): _I.PENDING,
        (_I.EXPIRED, "resend"): _I.PENDING,
        (_I.REVOKED, "resend"): _I.PENDING,
        (_I.DECLINED, "resend"): _I.PENDING,
    },
)


class GrantState(StrEnum):
    """`waiting` for the company's agreement; `fading` after 60 days without use (BM-05). A restore is a new row."""

    WAITING = "waiting"
    ACTIVE = "active"
    FADING = "fading"
    EXPIRED = "expired"
    REMOVED = "removed"


_G = GrantState
GRANT: Final = Lifecycle(
    name="grant",
    states=GrantState,
    initial=_G.WAITING,
    moves={
        (_G.WAITING, "begin"): _G.ACTIVE,
        (_G.WAITING, "remove"): _G.REMOVED,
        (_G.ACTIVE, "fade"): _G.FADING,
        (_G.FADING, "renew"): _G.ACTIVE,
        (_G.ACTIVE, "renew"): _G.ACTIVE,
        (_G.ACTIVE, "expire"): _G.EXPIRED,
        (_G.FADING, "expire"): _G.EXPIRED,
        (_G.ACTIVE, "remove"): _G.REMOVED,
        (_G.FADING, "remove"): _G.REMOVED,
    },
)


class TaskState(StrEnum):
    """What waits for somebody: a request for access, a second manager's approval, "is it the same person?"."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_T = TaskState
TASK: Final = Lifecycle(
    name="access_task",
    states=TaskState,
    initial=_T.OPEN,
    moves={
        (_T.OPEN, "approve"): _T.APPROVED,
        (_T.OPEN, "decline"): _T.DECLINED,
        (_T.OPEN, "expire"): _T.EXPIRED,
        (_T.OPEN, "withdraw"): _T.WITHDRAWN,
    },
)


class EntitlementState(StrEnum):
    """The company's own agreement for a solution (BP-03): aktiv, opsagt, ophørt, spærret."""

    PENDING = "pending"
    ACTIVE = "active"
    TERMINATED = "terminated"
    ENDED = "ended"
    BLOCKED = "blocked"


_E = EntitlementState
ENTITLEMENT: Final = Lifecycle(
    name="entitlement",
    states=EntitlementState,
    initial=_E.PENDING,
    moves={
        (_E.PENDING, "begin"): _E.ACTIVE,
        (_E.ACTIVE, "terminate"): _E.TERMINATED,
        (_E.TERMINATED, "continue"): _E.ACTIVE,
        (_E.TERMINATED, "end"): _E.ENDED,
        (_E.PENDING, "end"): _E.ENDED,
        (_E.ENDED, "renew"): _E.ACTIVE,
        (_E.ACTIVE, "block"): _E.BLOCKED,
        (_E.TERMINATED, "block"): _E.BLOCKED,
        (_E.BLOCKED, "unblock"): _E.ACTIVE,
    },
)
