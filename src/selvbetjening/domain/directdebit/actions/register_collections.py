"""Register the collections of a checked delivery: all of them in one transaction, row-level security on.

The rows are staged by COPY and compared with what stands in the database itself (`queries.staging`): a million lines
cost little more than a bare COPY of them (design, "Traps").
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connections, transaction

from selvbetjening.domain.directdebit.events import CollectionCancelled, CollectionReplaced, CollectionsRegistered
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, InformationLine
from selvbetjening.domain.directdebit.queries.effects import Effects, of_staged
from selvbetjening.domain.directdebit.queries.staging import UnknownAgreement, ask, staged
from selvbetjening.domain.directdebit.rules.information import Control, control_lines
from selvbetjening.domain.directdebit.rules.rows import CollectionRow
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: What else changes collections that were only received waits for the same lock.
LOCK: Final = "directdebit:collections"

_MOVE: Final = """
    UPDATE directdebit_collection c SET state = %s FROM directdebit_wanted w
    WHERE c.organization_id = %s AND c.id = w.was_id AND w.effect = %s AND c.state = 'received'
"""
_INSERT: Final = """
    INSERT INTO directdebit_collection (id, organization_id, agreement_id, customer_number, match_key, mandate_number,
        section, due_on, pays_on, schedules_on, final_on, moved, sign, amount_minor, currency, reference, texts,
        is_only, way, state, code, source_delivery, source_line, made_at)
    SELECT gen_random_uuid(), %s, agreement_id, customer_number, match_key, mandate_number, section, due_on, pays_on,
        schedules_on, final_on, moved, sign, amount_minor, 'DKK', reference, texts, is_only, '', 'received', '', %s,
        line, %s
    FROM directdebit_wanted WHERE effect IN ('new', 'changed')
"""
# The first of a file stands, as the library tells of the others; a reader that found them has left them out before.
_REPEATED: Final = """
    UPDATE directdebit_wanted w SET effect = 'refused' FROM (
        SELECT line, row_number() OVER (PARTITION BY agreement_id, match_key, due_on ORDER BY line) AS place
        FROM directdebit_wanted WHERE is_only AND effect IN ('new', 'changed')
    ) r WHERE r.line = w.line AND r.place > 1
"""
_REPLACED: Final = """
    SELECT effect, was_id, was_minor, amount_minor FROM directdebit_wanted
    WHERE effect IN ('changed', 'cancelled') ORDER BY line
"""
_CONTROL: Final = """
    SELECT w.agreement_id, w.pays_on, w.section = '0112' AND m.id IS NOT NULL, count(*), sum(w.texts),
        sum(w.amount_minor) FILTER (WHERE w.sign = 1)
    FROM directdebit_wanted w LEFT JOIN directdebit_mandate m ON m.organization_id = %s
        AND m.agreement_id = w.agreement_id AND m.match_key = w.match_key AND m.state IN ('pending', 'active')
    WHERE w.effect IN ('new', 'changed') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 DESC
"""


class RegisterRefused(Exception):
    """Nothing was registered, since some rows cannot be; `effects.refusals` names them."""

    def __init__(self, effects: Effects) -> None:
        super().__init__(f"{effects.refused} refused")
        self.effects = effects


def register_collections(
    organization: OrganizationId,
    *,
    delivery: UUID,
    rows: Iterable[CollectionRow],
    is_test: bool = False,
    whole: bool = True,
    actor: Actor,
    at: datetime,
) -> Effects:
    """Make collections of the rows of a checked delivery; give what they did, as `queries.effects` foretells it.

    The same delivery again changes nothing. `whole`: one row that cannot be registered refuses all (`RegisterRefused`),
    otherwise the others are. Records `CollectionsRegistered`, and a fact for each collection replaced or cancelled;
    writes the control information for 0621. Raises `UnknownAgreement` too, with nothing registered.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        mine = Collection.objects.filter(organization_id=organization, source_delivery=delivery)
        if before := mine.count():
            return Effects(unchanged=before)
        known = staged(organization, rows=rows, at=at, is_test=is_test)
        _write(organization, delivery=delivery, at=at)
        found = of_staged(organization, at=at)
        if whole and found.refused:
            raise RegisterRefused(found)
        _inform(organization, delivery=delivery, known=known, at=at)
        _tell(organization, delivery=delivery, found=found, actor=actor, at=at)
    return found


def _write(organization: OrganizationId, *, delivery: UUID, at: datetime) -> None:
    with connections["default"].cursor() as cursor:
        for state, effect in (("superseded", "changed"), ("cancelled", "cancelled")):
            cursor.execute(_MOVE, [state, organization, effect])
        try:
            with transaction.atomic():
                cursor.execute(_INSERT, [organization, delivery, at])
        except IntegrityError:
            cursor.execute(_REPEATED)
            cursor.execute(_INSERT, [organization, delivery, at])


def _inform(organization: OrganizationId, *, delivery: UUID, known: dict[Any, CreditorAgreement], at: datetime) -> None:
    asked = [
        Control(agreement, pays_on, bool(automatic), count, int(texts or 0), int(amount or 0))
        for agreement, pays_on, automatic, count, texts, amount in ask(statement=_CONTROL, values=[organization])
    ]
    with_slips = {id_ for id_, each in known.items() if each.product == "total"}
    lines = [
        InformationLine(
            organization_id=organization, agreement_id=line.agreement, transaction="0280", at=at,
            text_number=line.text_number, payment_on=line.pays_on, collections=line.count, texts=line.texts,
            amount_minor=line.amount_minor, source_delivery=delivery,
            text=known[line.agreement].bank_name if line.is_automatic else "",
            processed_on=None if line.is_automatic else copenhagen_day(at),
        )
        for line in control_lines(asked=asked, with_slips=with_slips)
    ]  # fmt: skip
    InformationLine.objects.bulk_create(lines)


def _tell(organization: OrganizationId, *, delivery: UUID, found: Effects, actor: Actor, at: datetime) -> None:
    facts: list[Fact] = []
    for effect, was, was_minor, now_minor in ask(statement=_REPLACED) if found.changed or found.cancelled else []:
        if effect == "cancelled":
            facts.append(CollectionCancelled(collection=was, by="delivery"))
        else:
            was_money, now = Money(was_minor, "DKK"), Money(now_minor, "DKK")
            facts.append(CollectionReplaced(collection=was, delivery=delivery, was=was_money, now=now))
    record_many(organization, facts=facts, actor=actor, at=at)
    counts = {name: getattr(found, name) for name in ("new", "changed", "cancelled", "unchanged", "refused", "moved")}
    record(organization, fact=CollectionsRegistered(delivery=delivery, **counts), actor=actor, at=at)


__all__ = ["Effects", "RegisterRefused", "UnknownAgreement", "register_collections"]
