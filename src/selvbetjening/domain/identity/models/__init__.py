"""Tables of identity."""

from selvbetjening.domain.identity.models.api_users import ApiAnswer, ApiBudget, ApiCall, ApiToken, ApiUser
from selvbetjening.domain.identity.models.business import (
    BusinessSession,
    LoginAttempt,
    LoginEvidence,
    LogoutToken,
    User,
)
from selvbetjening.domain.identity.models.direct import DirectLink
from selvbetjening.domain.identity.models.host_keys import HostKeyChange, HostKeyUse
from selvbetjening.domain.identity.models.limits import RateCount
from selvbetjening.domain.identity.models.login import LinkEvent, LoginLink, LoginRequest, PortalIdentity
from selvbetjening.domain.identity.models.sessions import PortalSession, StaffLink, StaffSession
from selvbetjening.domain.identity.models.ssh import SshAccount, SshAttempt, SshKey, SshUserName

__all__ = [
    "ApiAnswer",
    "ApiBudget",
    "ApiCall",
    "ApiToken",
    "ApiUser",
    "BusinessSession",
    "DirectLink",
    "HostKeyChange",
    "HostKeyUse",
    "LinkEvent",
    "LoginAttempt",
    "LoginEvidence",
    "LoginLink",
    "LoginRequest",
    "LogoutToken",
    "PortalIdentity",
    "PortalSession",
    "RateCount",
    "SshAccount",
    "SshAttempt",
    "SshKey",
    "SshUserName",
    "StaffLink",
    "StaffSession",
    "User",
]
