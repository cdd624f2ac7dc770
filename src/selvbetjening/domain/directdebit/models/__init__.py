"""Tables of direct debit."""

from selvbetjening.domain.directdebit.models.agreement import CreditorAgreement, Role
from selvbetjening.domain.directdebit.models.collection import Collection, Settlement, UnmatchedAnswer
from selvbetjening.domain.directdebit.models.mandate import Mandate, MandateEvent
from selvbetjening.domain.directdebit.models.output import InformationLine, Output, OutputKind, OutputSeries

__all__ = [
    "Collection",
    "CreditorAgreement",
    "InformationLine",
    "Mandate",
    "MandateEvent",
    "Output",
    "OutputKind",
    "OutputSeries",
    "Role",
    "Settlement",
    "UnmatchedAnswer",
]
