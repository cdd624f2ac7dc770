"""Put collections on the debtors' overviews: from then on they have a way, and can no longer be withdrawn (14.2).

By mandate where the customer has one on the payment day, otherwise by slip, if the agreement has slips (Total).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connections

from selvbetjening.domain.directdebit.actions.apply_answers import Applied
from selvbetjening.domain.directdebit.actions.facts_of import facts_of
from selvbetjening.domain.directdebit.actions.register_collections import LOCK
from selvbetjening.domain.directdebit.events import CollectionsScheduled
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Scheduled:
    """How many go by mandate, by slip, and how many ended without either."""

    automatic: int = 0
    slips: int = 0
    without: int = 0


_SCHEDULE: Final = """
    WITH way AS (
        SELECT c.id, m.mandate_number, CASE
            WHEN c.section = '0112' AND m.id IS NOT NULL THEN 'automatic'
            WHEN c.section <> '0112' OR a.product = 'total' THEN 'slip'
            ELSE '' END AS way
        FROM directdebit_collection c
        JOIN directdebit_creditoragreement a ON a.organization_id = c.organization_id AND a.id = c.agreement_id
        LEFT JOIN directdebit_mandate m ON m.organization_id = c.organization_id AND m.agreement_id = c.agreement_id
            AND m.match_key = c.match_key AND m.state = 'active'
        WHERE c.organization_id = %s AND c.state = 'received' AND c.schedules_on <= %s AND a.role = 'operator'
    )
    UPDATE directdebit_collection c SET way = way.way,
        state = CASE way.way WHEN '' THEN 'cancelled' ELSE 'scheduled' END,
        code = CASE way.way WHEN '' THEN '0238' ELSE '' END,
        mandate_number = coalesce(way.mandate_number, c.mandate_number),
        settled_on = CASE way.way WHEN '' THEN %s::date END
    FROM way WHERE c.organization_id = %s AND c.id = way.id AND c.state = 'received'
    RETURNING c.way
"""
# A mandate that ended takes its collections with it, until the day they are paid (7.1: 0238; 15, U24).
_ENDED: Final = """
    UPDATE directdebit_collection c SET state = 'cancelled', code = '0238', settled_on = %s
    FROM directdebit_mandate m
    WHERE c.organization_id = %s AND c.state = 'scheduled' AND c.way = 'automatic'
        AND m.organization_id = %s AND m.agreement_id = c.agreement_id AND m.mandate_number = c.mandate_number
        AND m.match_key = c.match_key AND m.state LIKE 'ended%%' AND c.pays_on >= m.stops_on
"""
_TELL_CANCELLED: Final = """
    INSERT INTO directdebit_settlement (id, organization_id, agreement_id, collection_id, code, amount_minor, at,
        is_told, source_line, archive_reference)
    SELECT gen_random_uuid(), c.organization_id, c.agreement_id, c.id, '0238', 0, %s, false, 0, ''
    FROM directdebit_collection c
    JOIN directdebit_creditoragreement a ON a.organization_id = c.organization_id AND a.id = c.agreement_id
    WHERE c.organization_id = %s AND c.state = 'cancelled' AND c.code = '0238' AND c.settled_on = %s
        AND a.role = 'operator'
    ON CONFLICT (organization_id, collection_id, code) DO NOTHING
    RETURNING collection_id
"""
_OURS: Final = """
    SELECT id, account_id, code, 0, settled_on, amount_minor, invoice_id, true FROM directdebit_collection
    WHERE organization_id = %s AND id = ANY(%s) AND source_delivery IS NULL
"""


def schedule(organization: OrganizationId, *, today: date, at: datetime) -> Scheduled:
    """Schedule what is due to be shown by today, and cancel what lost its mandate (0238). Twice is once.

    Records `CollectionsScheduled` where there was any, and `CollectionCancelled` for each of our own that lost its
    mandate.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        with connections["default"].cursor() as cursor:
            cursor.execute(_SCHEDULE, [organization, today, today, organization])
            ways = [way for (way,) in cursor.fetchall()]
            cursor.execute(_ENDED, [today, organization, organization])
            ended = cursor.rowcount
            cursor.execute(_TELL_CANCELLED, [at, organization, today])
            told = [id_ for (id_,) in cursor.fetchall()]
            cursor.execute(_OURS, [organization, told])
            ours = [Applied(*row) for row in cursor.fetchall()]
        record_many(organization, facts=facts_of(applied=ours), actor=SYSTEM, at=at)
        done = Scheduled(ways.count("automatic"), ways.count("slip"), ways.count("") + ended)
        if ways or ended:
            fact = CollectionsScheduled(on=today, automatic=done.automatic, slips=done.slips, without=done.without)
            record(organization, fact=fact, actor=SYSTEM, at=at)
    return done
