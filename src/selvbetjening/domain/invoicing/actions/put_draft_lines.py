"""Draft lines that another system puts, one or thousands at once; changed and dropped until an invoice has them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.invoicing.events import DraftLineAdded, DraftLineChanged
from selvbetjening.domain.invoicing.models import DraftLine
from selvbetjening.domain.invoicing.rules.draft_lines import Refused
from selvbetjening.domain.invoicing.rules.put_lines import DISCOUNTS, Put, as_said, put_of, worth
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

_STANDARD = 2500


def put_draft_lines(
    organization: OrganizationId, *, lines: Sequence[tuple[UUID, Put]], actor: Actor, at: datetime
) -> list[DraftLine]:
    """Let these lines wait on their accounts, all or none. Records `DraftLineAdded` for each.

    Raises `rules.draft_lines.Refused` for the first that cannot be; check each with `rules.put_lines.worth` before.
    """
    rows = [
        DraftLine(organization_id=organization, account_id=account, added_at=at, **_columns(put))
        for account, put in lines
    ]
    with within(organization):
        DraftLine.objects.bulk_create(rows, batch_size=500)
        facts = [DraftLineAdded(account=row.account_id, draft_line=row.id, net=row.net) for row in rows]
        record_many(organization, facts=facts, actor=actor, at=at)
    return rows


def change_draft_line(
    organization: OrganizationId, *, draft_line: UUID, values: dict[str, Any], actor: Actor, at: datetime
) -> DraftLine:
    """Lay `values` (fields of `Put`, or `account`) over the line. Records `DraftLineChanged` when anything changed.

    Raises `Refused`: `gone` where an invoice has it, and what `worth` raises; `DraftLine.DoesNotExist`.
    """
    with within(organization):
        found = DraftLine.objects.select_for_update(no_key=True).get(organization_id=organization, id=draft_line)
        if found.invoice_line_id is not None or found.dropped_at is not None:
            raise Refused("gone")
        given = dict(values)
        account = given.pop("account", found.account_id)
        if any(given.get(name) is not None for name in DISCOUNTS):
            given = {**dict.fromkeys(DISCOUNTS), **given}
        columns = {**_columns(replace(put_of(row=found), **given)), "account_id": account}
        changed = [name for name, value in columns.items() if getattr(found, name) != value]
        if changed:
            for name in changed:
                setattr(found, name, columns[name])
            found.save(update_fields=changed)
            fact = DraftLineChanged(account=found.account_id, draft_line=found.id, net=found.net)
            record(organization, fact=fact, actor=actor, at=at)
    return found


def _columns(put: Put) -> dict[str, Any]:
    comes_to = worth(put=put)
    whole = put.date_from is not None and put.date_to is not None
    return {
        "text": " ".join(put.description.split()),
        "starts_on": put.date_from if whole else None,
        "ends_on": put.date_to + timedelta(days=1) if whole and put.date_to else None,
        "quantity": comes_to.quantity,
        "unit_price_minor": comes_to.unit_price_minor,
        "discount_minor": comes_to.discount_minor,
        "currency": put.currency,
        "vat_basis_points": _STANDARD if put.collect_vat else 0,
        "vat_category": "S" if put.collect_vat else "E",
        "for_renewal": put.include_in_next_renewal_invoice,
        "said": as_said(put=put),
    }
