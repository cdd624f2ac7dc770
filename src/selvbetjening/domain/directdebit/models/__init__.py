"""Tables of direct debit."""

from selvbetjening.domain.directdebit.models.agreement import CreditorAgreement, Role
from selvbetjening.domain.directdebit.models.bank import BankConnection, BankFetched, BankSending
from selvbetjening.domain.directdebit.models.collection import Collection, CollectionWords, Settlement, UnmatchedAnswer
from selvbetjening.domain.directdebit.models.mandate import Mandate, MandateEvent, MandateOrder, OrderBatch, OrderYes
from selvbetjening.domain.directdebit.models.output import TO_BS, InformationLine, Output, OutputKind, OutputSeries

__all__ = [
    "TO_BS",
    "BankConnection",
    "BankFetched",
    "BankSending",
    "Collection",
    "CollectionWords",
    "CreditorAgreement",
    "InformationLine",
    "Mandate",
    "MandateEvent",
    "MandateOrder",
    "OrderBatch",
    "OrderYes",
    "Output",
    "OutputKind",
    "OutputSeries",
    "Role",
    "Settlement",
    "UnmatchedAnswer",
]
