"""Bring in plans and their terms from the company's own files."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from selvbetjening.domain.catalog.actions.create_plan import PlanTexts
from selvbetjening.domain.catalog.events import CatalogImported
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.bulk import Merged, merge_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

_PLAN: Final = ("name_da", "name_en", "description_da", "description_en")
_TERMS: Final = (
    "plan_id", "interval_unit", "interval_count", "unit_price_minor", "currency", "vat_basis_points", "unit_da",
    "unit_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTerms:
    """Terms of the plan with this code; the price of one unit for one interval, excluding VAT."""

    code: str
    plan_code: str
    interval: Interval
    unit_price: Money
    vat_basis_points: int
    unit_da: str
    unit_en: str


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
            columns=("id", "organization_id", "code", *known),
            key=("code",),
            update=[name for name in known if name in fields],
            rows=(
                (new_id(), organization, code, *(getattr(texts, name) for name in _PLAN), enabled)
                for code, texts, enabled in rows
            ),
        )
        _record(organization, "plans", merged, actor, at)
    return merged


def bring_in_terms(
    organization: OrganizationId, *, rows: Iterable[ImportedTerms], fields: Collection[str], actor: Actor, at: datetime
) -> Merged:
    """Make the terms; of known ones only the unit's names among `fields` change: a price never does under a code.

    Their plans must exist: KeyError else. Records `catalog.imported` when anything changed.
    """
    with within(organization):
        plans = dict(Plan.objects.filter(organization_id=organization).values_list("code", "id"))
        merged = merge_many(
            organization,
            table="catalog_planterms",
            columns=("id", "organization_id", "code", *_TERMS),
            key=("code",),
            update=[name for name in ("unit_da", "unit_en") if name in fields],
            rows=(
                (
                    new_id(), organization, row.code, plans[row.plan_code], row.interval.unit, row.interval.count,
                    row.unit_price.minor, row.unit_price.currency, row.vat_basis_points, row.unit_da, row.unit_en,
                )
                for row in rows
            ),
        )  # fmt: skip
        _record(organization, "terms", merged, actor, at)
    return merged


def _record(organization: OrganizationId, kind: str, merged: Merged, actor: Actor, at: datetime) -> None:
    if merged.created or merged.updated:
        fact = CatalogImported(kind=kind, created=merged.created, updated=merged.updated)
        record(organization, fact=fact, actor=actor, at=at)
