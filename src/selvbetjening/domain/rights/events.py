"""What can have happened to exports and erasures. Ids and numbers only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DataExportAsked(Fact):
    """Somebody on the account asked for everything that is kept about it (XB-39)."""

    name: ClassVar[str] = "rights.export_asked"
    data_export: UUID


@dataclass(frozen=True, kw_only=True)
class DataExportReady(Fact):
    """The file is made and may be fetched for a day."""

    name: ClassVar[str] = "rights.export_ready"
    data_export: UUID
    documents: int


@dataclass(frozen=True, kw_only=True)
class DataExportFetched(Fact):
    """The file was downloaded (SEC-119)."""

    name: ClassVar[str] = "rights.export_fetched"
    data_export: UUID


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """What may go was erased at once; `recipient` names one person, none means the whole account (GDP-4)."""

    name: ClassVar[str] = "rights.person_erased"
    erasure: UUID
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class RetentionEnded(Fact):
    """What had to be kept for the books was erased when they needed it no more (GDP-4, BOK-1).

    `erasure` is None where nobody had asked for it: its time was over.
    """

    name: ClassVar[str] = "rights.retention_ended"
    erasure: UUID | None
    documents: int


@dataclass(frozen=True, kw_only=True)
class AccountMovedOut(Fact):
    """The account's file for another company's Selvbetjening was made, and its subscriptions handed over (CM-13)."""

    name: ClassVar[str] = "rights.account_moved_out"
    move: UUID
    subscriptions: int


@dataclass(frozen=True, kw_only=True)
class AccountMovedIn(Fact):
    """The account came from another company's Selvbetjening (CM-13)."""

    name: ClassVar[str] = "rights.account_moved_in"
    move: UUID
    subscriptions: int
    asks_for_card: bool


@dataclass(frozen=True, kw_only=True)
class MoveAsked(Fact):
    """An Access Manager asked for the account's file for another side (CM-13)."""

    name: ClassVar[str] = "rights.move_asked"
    move_request: UUID


@dataclass(frozen=True, kw_only=True)
class MoveReady(Fact):
    """The file that was asked for is made, and can be fetched in the portal for some days."""

    name: ClassVar[str] = "rights.move_ready"
    move_request: UUID


@dataclass(frozen=True, kw_only=True)
class MoveStopped(Fact):
    """The file that was asked for could not be made, for a reason of `rules.moving.MoveRefused`; nothing changed."""

    name: ClassVar[str] = "rights.move_stopped"
    move_request: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class MoveFetched(Fact):
    """The file was downloaded (SEC-119)."""

    name: ClassVar[str] = "rights.move_fetched"
    move_request: UUID


@dataclass(frozen=True, kw_only=True)
class MoveFileDeleted(Fact):
    """The file's time was over, and it was deleted."""

    name: ClassVar[str] = "rights.move_file_deleted"
    move_request: UUID
