"""What lies under one name in an inbox over SFTP: asked several times for each file, so it is one plain statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections

from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.stored import NAMES_KEPT
from selvbetjening.kernel.ids import OrganizationId

# The second half is `inbox` with its `_within_scope` for one name; a test holds them to each other.
_NAMED: Final = """
    SELECT 0 AS place, id, name, "offset", moved_at, 0 AS number, true, '', '', NULL::date FROM deliveries_staging
    WHERE organization_id = %(here)s AND door = 'sftp' AND account_id = %(account)s AND environment = %(environment)s
          AND folder = %(folder)s AND clash_key = %(key)s AND state = ANY(%(open)s)
    UNION ALL
    SELECT 1, id, name, size, received_at, number, account_id IS NOT DISTINCT FROM %(account)s, state, code,
           content_gone_on
    FROM deliveries_delivery
    WHERE organization_id = %(here)s AND door = 'sftp' AND environment = %(environment)s AND folder = %(folder)s
          AND clash_key = %(key)s AND received_at > %(since)s
          AND (%(everything)s OR (pbs_numbers <@ %(scope)s::varchar[] AND pbs_numbers <> '{}')
               OR (pbs_numbers = '{}' AND (account_id = %(account)s
                                           OR (actor_kind = 'user' AND actor_id = %(account)s::text))))
    UNION ALL
    SELECT 2, id, name, length(content), noted_at, 0, true, '', '', NULL::date FROM deliveries_marker
    WHERE organization_id = %(here)s AND account_id = %(account)s AND environment = %(environment)s
          AND folder = %(folder)s AND clash_key = %(key)s AND noted_at > %(since)s
    ORDER BY place, number DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An upload under way, with `number` 0, a delivery, or a marker. `is_stopped`: its bytes may not leave now."""

    id: UUID
    name: str
    size: int
    at: datetime
    number: int
    is_own: bool
    is_stopped: bool
    is_marker: bool = False


def named(
    organization: OrganizationId,
    *,
    account: UUID,
    environment: str,
    folder: str,
    clash_key: str,
    at: datetime,
    pbs_numbers: Sequence[str] = (),
) -> Named | None:
    """As the SFTP user `account` sees it, who may see these PBS numbers, none for all. The upload under way goes first.

    Inside the company's transaction.
    """
    asked: dict[str, Any] = {
        "here": organization, "account": account, "environment": environment, "folder": folder, "key": clash_key,
        "open": [each.value for each in OPEN_STAGING], "since": at - NAMES_KEPT, "everything": not pbs_numbers,
        "scope": list(pbs_numbers),
    }  # fmt: skip
    with connections["default"].cursor() as cursor:
        cursor.execute(_NAMED, asked)
        found = cursor.fetchone()
    if found is None:
        return None
    place, id_, name, size, when, number, is_own, state, code, gone = found
    row = Delivery(state=state, code=code, content_gone_on=gone)
    stopped = place == 1 and not row.may_leave(to_its_user=is_own)
    return Named(id_, name, size, when, number, is_own, stopped, is_marker=place == 2)
