"""What the commit of a delivery must know of the company, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connections

from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries.stored import NAMES_KEPT
from selvbetjening.domain.deliveries.rules.limits import RETRY
from selvbetjening.domain.deliveries.rules.markers import keys_of
from selvbetjening.kernel.ids import OrganizationId

_AT_COMMIT: Final = """
    SELECT o.name, o.cvr,
           greatest((SELECT coalesce(max(number), 0) FROM deliveries_delivery WHERE organization_id = o.id),
                    (SELECT coalesce(max(number), 0) FROM deliveries_forgottenreceipt WHERE organization_id = o.id)),
           (SELECT count(*) FROM deliveries_delivery
            WHERE organization_id = o.id AND state = ANY(%(automatic)s) AND NOT is_large),
           (SELECT max(number) FROM deliveries_delivery
            WHERE organization_id = o.id AND environment = %(environment)s AND folder = %(folder)s
                  AND clash_key = %(clash_key)s AND door = 'sftp' AND received_at > %(names_since)s),
           EXISTS (SELECT 1 FROM deliveries_delivery
                   WHERE organization_id = o.id AND sha256 = %(sha256)s AND received_at >= %(retry_since)s),
           EXISTS (SELECT 1 FROM deliveries_marker
                   WHERE organization_id = o.id AND account_id = %(account)s AND names_key = ANY(%(spoken_of)s)
                         AND environment = %(environment)s AND folder = %(folder)s)
    FROM organizations_organization o WHERE o.id = %(here)s
"""


@dataclass(frozen=True, slots=True)
class AtCommit:
    """`name` and `cvr` are the company's, `last` the highest number given, `waiting` its small files under way.

    `delivered` is the number that an SFTP folder's name has already, and `is_alike` says whether the same bytes came
    within the time of a client's retry. `is_spoken_of`: a marker may say something of it (annex C.4).
    """

    name: str
    cvr: str
    last: int
    waiting: int
    delivered: int | None
    is_alike: bool
    is_spoken_of: bool


def at_commit(organization: OrganizationId, *, row: Staging, sha256: str, at: datetime) -> AtCommit:
    """Inside the company's transaction, under the lock in which its commits stand in line."""
    asked: dict[str, Any] = {
        "here": organization, "environment": row.environment, "folder": row.folder, "clash_key": row.clash_key,
        "sha256": sha256, "names_since": at - NAMES_KEPT, "retry_since": at - RETRY,
        "account": row.account_id, "spoken_of": list(keys_of(name=row.name)),
        "automatic": [each.value for each in AUTOMATIC],
    }  # fmt: skip
    with connections["default"].cursor() as cursor:
        cursor.execute(_AT_COMMIT, asked)
        return AtCommit(*cursor.fetchone())
