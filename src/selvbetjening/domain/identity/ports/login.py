"""Login with an eID through a broker: what identity needs from outside, in no broker's words (BP-01, annex A)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser is sent, and what is to be kept until it is back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What was kept: the answer must fit all of it. `max_age` is how old the broker's own login may be.

    `not_before`: for a step-up the login must have happened after this (annex A.4).
    """

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    max_age: timedelta
    not_before: datetime | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, mapped from a broker's claims; raw claim names never leave the adapter (annex A.2).

    `level` is `low`, `substantial` or `high`. `cvr` is eight digits or empty. Names and address are information only.
    """

    issuer: str
    subject: str
    level: str
    auth_time: datetime
    is_business: bool
    cvr: str = ""
    company_name: str = ""
    p_number: str = ""
    professional_id: str = ""
    given_name: str = ""
    surname: str = ""
    email: str = ""
    is_signatory: bool | None = None
    broker_transaction: str = ""
    broker_session: str = ""
    session_ends_at: datetime | None = None
    id_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """A valid back-channel logout: of one subject, one broker session, or both (SEC-36)."""

    issuer: str
    jti: str
    subject: str = ""
    broker_session: str = ""


class LoginRefused(Exception):
    """The login does not count. `code` is of annex J (LOGIN-01 …), `reason` a code for the log, never shown.

    Where it ended an attempt, `finish_login` adds the reference number of its row in the log, and what the attempt
    was for: `purpose`, `wanted_path`, `organization` and `action_class`. `again_at` comes with LOGIN-11.
    """

    def __init__(self, code: str, reason: str, *, broker_transaction: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason, self.broker_transaction = code, reason, broker_transaction
        self.reference = self.purpose = self.wanted_path = self.action_class = ""
        self.organization: UUID | None = None
        self.again_at: datetime | None = None


class LoginUnreached(LoginRefused):
    """The broker does not answer (LOGIN-10): try again later."""

    def __init__(self, reason: str) -> None:
        super().__init__("LOGIN-10", reason)


class Login(Protocol):
    """One broker. Its name is data (`settings.LOGIN_BROKERS`); each call may raise `LoginUnreached`."""

    name: str
    issuer: str

    def begin(
        self, *, redirect_uri: str, max_age: timedelta, afresh: bool, language: str, text: str = "", at: datetime
    ) -> Begun:
        """An authorization request; `afresh` asks for a new login however fresh the last one is (step-up)."""

    def finish(self, *, answer: Mapping[str, str], expected: Expected, at: datetime) -> Person:
        """Check the whole answer in the order of annex A.3. Raises `LoginRefused`."""

    def logout_url(self, *, id_token: str, back_to: str) -> str | None:
        """Where the browser may end the broker's session, too; None where that is not offered."""

    def read_logout(self, *, token: str, at: datetime) -> LoggedOut:
        """A back-channel logout token, checked (SEC-36). Raises `LoginRefused`."""

    def public_keys(self) -> dict[str, Any]:
        """The keys that we sign with at this broker, without their secrets, as a JSON Web Key Set (SEC-48)."""
