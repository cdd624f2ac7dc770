"""What can have happened on the line to an external Betalingsservice. Ids and codes only."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BankConnected(Fact):
    """The company's files go to its external Betalingsservice over a line from now on."""

    name = "directdebit.bank_connected"
    connection: UUID
    adapter: str
    is_test: bool


@dataclass(frozen=True, kw_only=True)
class BankDisconnected(Fact):
    """The line to the external Betalingsservice is used no more."""

    name = "directdebit.bank_disconnected"
    connection: UUID


@dataclass(frozen=True, kw_only=True)
class BankFileSent(Fact):
    """A delivery has come to the external Betalingsservice, whole."""

    name = "directdebit.bank_file_sent"
    sending: UUID
    output: UUID


@dataclass(frozen=True, kw_only=True)
class BankFileRefused(Fact):
    """A delivery cannot be sent: another file lies there under its name. Somebody has to look."""

    name = "directdebit.bank_file_refused"
    sending: UUID
    output: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class BankFileFetched(Fact):
    """A file of the external Betalingsservice was fetched; `state` says whether it was read, or why not (`code`)."""

    name = "directdebit.bank_file_fetched"
    file: UUID
    state: str
    code: str


@dataclass(frozen=True, kw_only=True)
class BankLineDown(Fact):
    """The line to the external Betalingsservice has been down for some hours; told once for an outage."""

    name = "directdebit.bank_line_down"
    connection: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class BankLineBack(Fact):
    """The line works again after it was down for some hours."""

    name = "directdebit.bank_line_back"
    connection: UUID


@dataclass(frozen=True, kw_only=True)
class BankLineBroken(Fact):
    """The line to the external Betalingsservice has failed several times in a row; it is still tried."""

    name = "directdebit.bank_line_broken"
    connection: UUID
    code: str
    failures: int
