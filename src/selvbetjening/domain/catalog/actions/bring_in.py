"""Bring in plans and their terms from the company's own files."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.catalog.actions.create_plan import PlanTexts
from selvbetjening.domain.catalog.events import CatalogImported
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.catalog.models.terms import columns_of
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_PLAN: Final = ("name_da", "name_en", "description_da", "description_en")
#: How terms are offered; everything else of them is agreed.
_OFFERED: Final = (
    "unit_da", "unit_en", "hidden", "trial_days", "minimum_quantity", "maximum_quantity", "quantity_step",
)  # fmt: skip
#: What the law leaves to the company, plan by plan and with a reason, is said on the plan and not in a file.
_CLOSED: Final = {
    "withdrawal_exempt": False, "withdrawal_exempt_da": "", "withdrawal_exempt_en": "", "long_binding_allowed": False,
    "long_binding_reason": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedTerms:
    """Terms of the plan with this code; `hidden` ones are not offered (XB-31)."""

    code: str
    plan_code: str
    terms: Terms
    hidden: bool = False


def bring_in_plans(
    organization: OrganizationId,
    *,
    rows: Iterable[tuple[str, PlanTexts, bool]],
    fields: Collection[str],
    actor: Actor,
    at: datetime,
) -> Merged:
    """Make or update the plans, each (code, texts, whether enabled for self-service); of a known one only `fields`.

    Records `catalog.imported` when anything changed.
    """
    known = (*_PLAN, "self_service_enabled")
    with within(organization):
        merged = merge_many(
            organization,
            table="catalog_plan",
            columns=("id", "organization_id", "code", *known, *_CLOSED),
            key=("code",),
            update=[name for name in known if name in fields],
            rows=(
                (new_id(), organization, code, *(getattr(texts, name) for name in _PLAN), enabled, *_CLOSED.values())
                for code, texts, enabled in rows
            ),
        )
        _record(organization, "plans", merged, actor, at)
    return merged


def bring_in_terms(
    organization: OrganizationId, *, rows: Iterable[ImportedTerms], fields: Collection[str], actor: Actor, at: datetime
) -> Merged:
    """Make the terms; of known ones change only how they are offered, among `fields`: a price stays under its code.

    Their plans must exist: KeyError else. Records `catalog.imported` when anything changed.
    """
    with within(organization):
        plans = dict(Plan.objects.filter(organization_id=organization).values_list("code", "id"))
        wanted = [_columns(organization, row, plans) for row in rows]
        if not wanted:
            return Merged(0, 0, 0)
        merged = merge_many(
            organization,
            table="catalog_planterms",
            columns=tuple(wanted[0]),
            key=("code",),
            update=[name for name in _OFFERED if name in fields],
            rows=(tuple(row.values()) for row in wanted),
        )
        _record(organization, "terms", merged, actor, at)
    return merged


def _columns(organization: OrganizationId, row: ImportedTerms, plans: Mapping[str, UUID]) -> dict[str, Any]:
    columns = columns_of(row.terms)
    return columns | {
        "id": new_id(),
        "organization_id": organization,
        "code": row.code,
        "plan_id": plans[row.plan_code],
        "tiers": json.dumps(columns["tiers"]),
        "hidden": row.hidden,
        "moves_limited": False,
    }


def _record(organization: OrganizationId, kind: str, merged: Merged, actor: Actor, at: datetime) -> None:
    if merged.created or merged.updated:
        fact = CatalogImported(kind=kind, created=merged.created, updated=merged.updated)
        record(organization, fact=fact, actor=actor, at=at)
