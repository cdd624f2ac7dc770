"""What may be asked about direct debit; the company first."""

from selvbetjening.domain.directdebit.queries.agreements import (
    agreement_for,
    agreements,
    as_settings,
    calendar,
    get_agreement,
    outside,
)
from selvbetjening.domain.directdebit.queries.asking import mandate_of, possible_days
from selvbetjening.domain.directdebit.queries.effects import (
    Changed,
    DayTotal,
    Effects,
    Refusal,
    UnknownAgreement,
    effects,
)
from selvbetjening.domain.directdebit.queries.mandates_foretold import refused_mandates
from selvbetjening.domain.directdebit.queries.outputs import get_output, output_bytes, outputs
from selvbetjening.domain.directdebit.queries.standing import (
    Collection,
    Mandate,
    Wanted,
    collections,
    count_collections,
    count_mandates,
    get_collection,
    get_mandate,
    mandates,
    to_deal_with,
    told_of_collection,
    told_of_mandate,
    unmatched,
)

__all__ = [
    "Changed",
    "Collection",
    "DayTotal",
    "Effects",
    "Mandate",
    "Refusal",
    "UnknownAgreement",
    "Wanted",
    "agreement_for",
    "agreements",
    "as_settings",
    "calendar",
    "collections",
    "count_collections",
    "count_mandates",
    "effects",
    "get_agreement",
    "get_collection",
    "get_mandate",
    "get_output",
    "mandate_of",
    "mandates",
    "output_bytes",
    "outputs",
    "outside",
    "possible_days",
    "refused_mandates",
    "to_deal_with",
    "told_of_collection",
    "told_of_mandate",
    "unmatched",
]
