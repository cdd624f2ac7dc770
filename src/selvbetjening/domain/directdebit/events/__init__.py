"""What can have happened in direct debit. Ids, codes, counts and amounts only: customer numbers stay in the tables."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.directdebit.events.line import BankConnected as BankConnected
from selvbetjening.domain.directdebit.events.line import BankDisconnected as BankDisconnected
from selvbetjening.domain.directdebit.events.line import BankFileFetched as BankFileFetched
from selvbetjening.domain.directdebit.events.line import BankFileRefused as BankFileRefused
from selvbetjening.domain.directdebit.events.line import BankFileSent as BankFileSent
from selvbetjening.domain.directdebit.events.line import BankLineBack as BankLineBack
from selvbetjening.domain.directdebit.events.line import BankLineBroken as BankLineBroken
from selvbetjening.domain.directdebit.events.line import BankLineDown as BankLineDown
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, kw_only=True)
class AgreementOpened(Fact):
    """The company collects under a PBS number; `role` says who is Betalingsservice."""

    name = "directdebit.agreement_opened"
    agreement: UUID
    role: str
    is_test: bool


@dataclass(frozen=True, kw_only=True)
class AgreementTermsChanged(Fact):
    """What is agreed about a PBS number is another from now on; `what` names the terms."""

    name = "directdebit.agreement_changed"
    agreement: UUID
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class CreditorAgreementEnded(Fact):
    """Nothing is collected under the PBS number any more."""

    name = "directdebit.agreement_ended"
    agreement: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class CollectionsRegistered(Fact):
    """A delivery's collections were registered: how many did what."""

    name = "directdebit.collections_registered"
    delivery: UUID
    new: int
    changed: int
    cancelled: int
    unchanged: int
    refused: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class CollectionReplaced(Fact):
    """A later amount took the place of an earlier one that was not on the debtor's overview yet."""

    name = "directdebit.collection_replaced"
    collection: UUID
    delivery: UUID
    was: Money
    now: Money


@dataclass(frozen=True, kw_only=True)
class CollectionCancelled(Fact):
    """A collection is not made; `by` is `creditor`, `delivery` or `mandate` (it ended before the payment, 0238).

    `invoice`, `amount`, `on` and `code` are told of collections that we asked for ourselves.
    """

    name = "directdebit.collection_cancelled"
    collection: UUID
    by: str
    invoice: UUID | None = None
    amount: Money | None = None
    on: date | None = None
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class CollectionsAsked(Fact):
    """Amounts of our own are to be collected under an agreement: how many, and what they come to."""

    name = "directdebit.collections_asked"
    agreement: UUID
    count: int
    total: Money


@dataclass(frozen=True, kw_only=True)
class CollectionCompleted(Fact):
    """A collection that we asked for was paid (0236, a slip 0297): `amount` came in, on a day; refusable until its
    refusal period is over."""

    name = "directdebit.collection_completed"
    collection: UUID
    invoice: UUID | None
    amount: Money
    on: date
    code: str


@dataclass(frozen=True, kw_only=True)
class CollectionRejected(Fact):
    """A collection that we asked for was rejected before the debit (0237), of `amount`. No reason is told (U21)."""

    name = "directdebit.collection_rejected"
    collection: UUID
    invoice: UUID | None
    amount: Money
    on: date
    code: str


@dataclass(frozen=True, kw_only=True)
class CollectionWithdrawn(Fact):
    """An external Betalingsservice is to be told not to make a collection; `by_hand`: no file can say it (U18)."""

    name = "directdebit.collection_withdrawn"
    collection: UUID
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class CollectionsScheduled(Fact):
    """The day's collections stand on the debtors' overviews: by mandate, by slip, and those without either."""

    name = "directdebit.collections_scheduled"
    on: date
    automatic: int
    slips: int
    without: int


@dataclass(frozen=True, kw_only=True)
class CollectionsSettled(Fact):
    """What the clearing answered on a day about some collections."""

    name = "directdebit.collections_settled"
    on: date
    paid: int
    rejected: int
    unpaid: int
    charged_back: int
    paid_in: Money


@dataclass(frozen=True, kw_only=True)
class CollectionChargedBack(Fact):
    """A payment was taken back: the debtor refused it, or a bank did. No reason is told (U21)."""

    name = "directdebit.collection_charged_back"
    collection: UUID
    amount: Money
    invoice: UUID | None = None
    on: date | None = None
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class MandatesRegistered(Fact):
    """A delivery of mandates was registered (0605)."""

    name = "directdebit.mandates_registered"
    delivery: UUID
    registered: int
    renumbered: int
    ended: int
    unchanged: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class MandateEnrolled(Fact):
    """A customer agreed to be debited."""

    name = "directdebit.mandate_enrolled"
    mandate: UUID


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Fact):
    """A mandate ended; `by` is `bank`, `creditor` or `bs`."""

    name = "directdebit.mandate_ended"
    mandate: UUID
    by: str


@dataclass(frozen=True, kw_only=True)
class MandateOrdered(Fact):
    """An external Betalingsservice is to register a mandate (`register`), or to end one (`end`)."""

    name = "directdebit.mandate_ordered"
    order: UUID
    verb: str


@dataclass(frozen=True, kw_only=True)
class MandateOrdersHeld(Fact):
    """Orders about mandates wait for other people's yes (BM-04)."""

    name = "directdebit.mandate_orders_held"
    batch: UUID
    needed: int


@dataclass(frozen=True, kw_only=True)
class MandateOrdersApproved(Fact):
    """Somebody said yes to exactly these orders about mandates."""

    name = "directdebit.mandate_orders_approved"
    batch: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class MandateOrdersDropped(Fact):
    """Orders that waited for a yes never go out: `turned_down`, `undone` one by one, `agreement` or `expired`."""

    name = "directdebit.mandate_orders_dropped"
    batch: UUID
    why: str


@dataclass(frozen=True, kw_only=True)
class MandateOrderExpired(Fact):
    """Nothing was heard in time of what was ordered about a mandate; it can be asked for anew."""

    name = "directdebit.mandate_order_expired"
    order: UUID
    verb: str


@dataclass(frozen=True, kw_only=True)
class MandateOrderUndone(Fact):
    """What was ordered about a mandate was taken back before it went out."""

    name = "directdebit.mandate_order_undone"
    order: UUID
    verb: str


@dataclass(frozen=True, kw_only=True)
class MandateOrderRefused(Fact):
    """Betalingsservice did not do what was ordered; `code` is the text number of 0621."""

    name = "directdebit.mandate_order_refused"
    order: UUID
    verb: str
    code: str


@dataclass(frozen=True, kw_only=True)
class OutputMade(Fact):
    """A delivery to the company's data supplier got its number."""

    name = "directdebit.output_made"
    output: UUID
    kind: str
    number: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class AnswersRead(Fact):
    """What an external Betalingsservice answered was read: how many did what."""

    name = "directdebit.answers_read"
    delivery: UUID
    applied: int
    repeated: int
    unknown: int
    ambiguous: int


@dataclass(frozen=True, kw_only=True)
class AnswerHandled(Fact):
    """Somebody dealt with an answer that belonged to nothing."""

    name = "directdebit.answer_handled"
    answer: UUID
