"""What identity needs from outside: who the recipients are, and who logs in with MitID."""

from selvbetjening.domain.identity.ports.login import (
    Begun,
    Expected,
    LoggedOut,
    Login,
    LoginRefused,
    LoginUnreached,
    Person,
)
from selvbetjening.domain.identity.ports.recipients import KnownRecipient, Recipients, recipients, use_recipients

__all__ = [
    "Begun",
    "Expected",
    "KnownRecipient",
    "LoggedOut",
    "Login",
    "LoginRefused",
    "LoginUnreached",
    "Person",
    "Recipients",
    "recipients",
    "use_recipients",
]
