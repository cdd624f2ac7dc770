"""The chain of a company's receipts: whether it is whole, also where the oldest ones are gone (BM-02, BP-49)."""

from dataclasses import dataclass
from typing import Final

from django.db import connections
from django.db.models import Max

from selvbetjening.domain.deliveries.models import DeliveryReceipt, ForgottenReceipt
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Last:
    """The newest place that was given in a chain, and the hash of what stands there; 0 and empty before the first."""

    seq: int
    sha256: str


def last_of_chain(organization: OrganizationId) -> Last:
    """Of the receipts that are kept or, where none is, of those that are not any more."""
    found = Last(0, "")
    for model in (DeliveryReceipt, ForgottenReceipt):
        mine = model._default_manager.filter(organization_id=organization)
        seq = mine.aggregate(last=Max("seq"))["last"] or 0
        if seq > found.seq:
            found = Last(seq, mine.values_list("sha256", flat=True).get(seq=seq))
    return found


# A receipt names the hash of the one before; a forgotten one is its place and its hash.
_FAULTS: Final = """
    WITH links AS (
        SELECT seq, sha256, text::jsonb #>> '{chain,previous_sha256}' AS previous,
               (text::jsonb #>> '{chain,seq}')::bigint = seq
               AND encode(sha256(convert_to(text, 'UTF8')), 'hex') = sha256 AS is_whole
        FROM deliveries_deliveryreceipt WHERE organization_id = %(here)s AND seq IS NOT NULL
        UNION ALL
        SELECT seq, sha256, NULL, true FROM deliveries_forgottenreceipt WHERE organization_id = %(here)s
    ), pairs AS (
        SELECT seq, previous, is_whole, coalesce(lag(seq) OVER line, 0) AS seq_before,
               coalesce(lag(sha256) OVER line, '') AS sha256_before
        FROM links WINDOW line AS (ORDER BY seq)
    )
    SELECT seq FROM pairs
    WHERE NOT is_whole OR seq <> seq_before + 1 OR (previous IS NOT NULL AND previous <> sha256_before)
    ORDER BY seq LIMIT 100
"""


def chain_faults(organization: OrganizationId) -> list[int]:
    """The places at which the chain does not hold: a receipt that was changed, left out or put in. Empty when whole."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_FAULTS, {"here": organization})
        return [seq for (seq,) in cursor.fetchall()]
