"""What can have happened to files. Ids, numbers and codes only: no file name, no content."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DeliveryReceived(Fact):
    """A whole file was received for good (SEC-110); `door` is https or sftp."""

    name = "deliveries.received"
    delivery: UUID
    number: int
    door: str
    environment: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DeliveryRepeated(Fact):
    """A client sent the same file again within minutes; it stands for the first one (annex D.3)."""

    name = "deliveries.repeated"
    delivery: UUID
    number: int
    first: UUID


@dataclass(frozen=True, kw_only=True)
class UploadIncomplete(Fact):
    """A file was closed before its end, or waits for somebody's word; it can be gone on with (annex C.4).

    `code` is that of the receipt: `incomplete`, `sidecar.differs`, `needs.marker`, `needs.word`.
    """

    name = "deliveries.incomplete"
    staging: UUID
    size: int
    code: str = "incomplete"


@dataclass(frozen=True, kw_only=True)
class MarkerNoted(Fact):
    """A sidecar, a marker or an empty file was noted, or held against the file `about` (annex C.4)."""

    name = "deliveries.marker_noted"
    staging: UUID
    about: UUID | None
    verdict: str


@dataclass(frozen=True, kw_only=True)
class WholeConfirmed(Fact):
    """A person said of a file without a provable end that it is whole (annex C.4)."""

    name = "deliveries.whole_confirmed"
    staging: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(Fact):
    """A file was accepted; `refused` of its records were left out, as the company has chosen."""

    name = "deliveries.accepted"
    delivery: UUID
    number: int
    accepted: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class DeliveryRejected(Fact):
    """A file was refused as a whole; nothing of it counts."""

    name = "deliveries.rejected"
    delivery: UUID
    number: int
    code: str


@dataclass(frozen=True, kw_only=True)
class DeliveryHeld(Fact):
    """A file waits for somebody to look at it; `code` says why, `first` is the file it may repeat."""

    name = "deliveries.held"
    delivery: UUID
    number: int
    code: str
    first: UUID | None


@dataclass(frozen=True, kw_only=True)
class DuplicateConfirmed(Fact):
    """Somebody said that a held file is to be sent all the same."""

    name = "deliveries.duplicate_confirmed"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Fact):
    """A file waits for the yes of so many other people (BM-04)."""

    name = "deliveries.approval_asked"
    delivery: UUID
    number: int
    needed: int


@dataclass(frozen=True, kw_only=True)
class DeliveryApproved(Fact):
    """Somebody else approved exactly these bytes."""

    name = "deliveries.approved"
    delivery: UUID
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ApprovalVoided(Fact):
    """An approval counts no more: its giver may not approve any more, or the policy or the file's effect changed."""

    name = "deliveries.approval_voided"
    delivery: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class UndoBegan(Fact):
    """A file is accepted and can be taken back for some minutes (BM-06)."""

    name = "deliveries.undo_began"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DeliveryWithdrawn(Fact):
    """A file was taken back before anything was done with it; `reason` is a code, words stand in its move."""

    name = "deliveries.withdrawn"
    delivery: UUID
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryQuarantined(Fact):
    """Malware was found in a file (SEC-83)."""

    name = "deliveries.quarantined"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class QuarantineReleaseAsked(Fact):
    """An operator wants a file out of quarantine, and a second one has to, too; why stands in its move (SEC-83)."""

    name = "deliveries.release_asked"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class QuarantineReleased(Fact):
    """A second operator let a file out of quarantine: it is checked as any other (SEC-83)."""

    name = "deliveries.released"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ScannerWaits(Fact):
    """A file waits for a verdict longer than five minutes: the scanner does not answer, by `code` (SEC-83)."""

    name = "deliveries.scanner_waits"
    delivery: UUID
    number: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ContentDamaged(Fact):
    """A file's bytes are not those that were received; nothing is done with them (SEC-88)."""

    name = "deliveries.content_damaged"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DeliveryProcessed(Fact):
    """A file's collections and mandates are registered (receipt K3)."""

    name = "deliveries.processed"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(Fact):
    """Something of ours broke after a file was accepted; somebody has to look (annex D.1)."""

    name = "deliveries.failed"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DeliveryTriedAgain(Fact):
    """An operator lets a file that failed be processed once more (annex D.1); the reason stands in its move."""

    name = "deliveries.tried_again"
    delivery: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DecisionReminded(Fact):
    """A file still waits for a human, and its deadline comes nearer; `waits_for` is `approval` or `duplicate`."""

    name = "deliveries.decision_reminded"
    delivery: UUID
    number: int
    waits_for: str


@dataclass(frozen=True, kw_only=True)
class OutFileReady(Fact):
    """A file lies ready to be fetched (BP-48)."""

    name = "deliveries.out_file_ready"
    file: UUID
    kind: str
    environment: str


@dataclass(frozen=True, kw_only=True)
class OutFileCollected(Fact):
    """A file was fetched (SEC-119); `first`: nobody had before; `named`: under which name, where not its own."""

    name = "deliveries.out_file_collected"
    file: UUID
    door: str
    first: bool
    named: str = ""


@dataclass(frozen=True, kw_only=True)
class DeliveryFetched(Fact):
    """The bytes of a file that was sent were fetched, at the page or over the API (SEC-119)."""

    name = "deliveries.fetched"
    delivery: UUID
    number: int
    door: str


@dataclass(frozen=True, kw_only=True)
class ContentRemoved(Fact):
    """The contents of so many old files were deleted; receipts and what is known of them stay (BP-49)."""

    name = "deliveries.content_removed"
    files: int


@dataclass(frozen=True, kw_only=True)
class RecordsForgotten(Fact):
    """What was known of old files is deleted, with their receipts; the ledger and the log stay (BP-49)."""

    name = "deliveries.records_forgotten"
    deliveries: int
    receipts: int
    out_files: int


@dataclass(frozen=True, kw_only=True)
class FeedMade(Fact):
    """Somebody made the address of a feed of files, an SFTP user's or her own; an earlier one ended (BP-48)."""

    name = "deliveries.feed_made"
    feed: UUID
    sftp: bool


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact):
    """Somebody ended the address of a feed of files (BP-48)."""

    name = "deliveries.feed_revoked"
    feed: UUID
    sftp: bool
