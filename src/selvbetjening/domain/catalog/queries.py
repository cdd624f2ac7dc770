"""What may be asked about plans and their terms; the organization first."""

import json
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from selvbetjening.domain.catalog.models import Coupon as Coupon
from selvbetjening.domain.catalog.models import Plan as Plan
from selvbetjening.domain.catalog.models import PlanTerms as PlanTerms
from selvbetjening.domain.catalog.rules.coupons import CouponRefused, fold
from selvbetjening.domain.catalog.rules.moves import Moves, OwnTiming
from selvbetjening.kernel.ids import OrganizationId

_SHOWN = ("id", "interval_unit", "interval_count", "pricing_model", "unit_price_minor", "base_fee_minor", "currency",
          "vat_category", "vat_basis_points", "charging", "unit_da", "unit_en")  # fmt: skip
# Plain SQL, for the page that everybody opens: Django takes longer to make this query than to run it.
_PRICED = """
    SELECT t.id, t.interval_unit, t.interval_count, t.pricing_model, t.unit_price_minor, t.base_fee_minor, t.currency,
           t.vat_category, t.vat_basis_points, t.charging, t.unit_da, t.unit_en, t.tiers::text, p.name_da, p.name_en
    FROM catalog_planterms t JOIN catalog_plan p ON p.organization_id = %(organization)s AND p.id = t.plan_id
    WHERE t.organization_id = %(organization)s AND t.id = ANY(%(terms)s)
"""


def offers(organization: OrganizationId) -> list[Plan]:
    """The plans that customers may choose, each with its terms as the list `all_terms`: all but the hidden ones.

    (SB-13 to SB-15, XB-31.) Two queries, whatever their number; each of the terms knows its plan.
    """
    terms = PlanTerms.objects.filter(organization_id=organization, hidden=False).order_by("unit_price_minor", "code")
    return list(
        Plan.objects.filter(organization_id=organization, self_service_enabled=True).prefetch_related(
            Prefetch("terms", queryset=terms, to_attr="all_terms")
        )
    )


def plans(organization: OrganizationId) -> list[Plan]:
    """Every plan by code, offered or not, with its terms; two queries."""
    return list(Plan.objects.filter(organization_id=organization).prefetch_related("terms").order_by("code"))


def search(organization: OrganizationId, *, words: str = "", state: str = "") -> QuerySet[Plan]:
    """The plans whose name or code holds the words, by code, with their terms; lazy, for pages of them.

    `state`: `offered` in the portal, `closed` to it, `unpriced` without any terms (it cannot be bought), or all.
    """
    found = Plan.objects.filter(organization_id=organization)
    if words:
        named = Q(code__icontains=words) | Q(name_da__icontains=words) | Q(name_en__icontains=words)
        found = found.filter(named | Q(terms__code__icontains=words)).distinct()
    if state == "unpriced":
        found = found.filter(terms=None)
    elif state:
        found = found.filter(self_service_enabled=state == "offered")
    return found.prefetch_related("terms").order_by("code")


def plan(organization: OrganizationId, *, plan: UUID) -> Plan:
    """One plan with its terms, offered or not. Raises `Plan.DoesNotExist`."""
    return Plan.objects.filter(organization_id=organization).prefetch_related("terms").get(id=plan)


def terms_beside(organization: OrganizationId, *, terms: PlanTerms) -> list[PlanTerms]:
    """All other terms in the same currency with their plans: where one could move to from these (XB-10)."""
    others = PlanTerms.objects.filter(organization_id=organization, currency=terms.currency).exclude(id=terms.id)
    return list(others.select_related("plan").order_by("plan__code", "code"))


def terms(organization: OrganizationId, *, terms: UUID) -> PlanTerms:
    """One set of terms with its plan, offered or not. Raises `PlanTerms.DoesNotExist`."""
    return PlanTerms.objects.filter(organization_id=organization).select_related("plan").get(id=terms)


def priced(organization: OrganizationId, *, terms: Iterable[UUID]) -> dict[UUID, PlanTerms]:
    """These terms by id, with pricing, interval, charging, units and plan names, not for saving; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PRICED, {"organization": organization, "terms": list(set(terms))})
        rows = cursor.fetchall()
    return {
        row[0]: PlanTerms(
            plan=Plan(name_da=name_da, name_en=name_en), tiers=json.loads(tiers), **dict(zip(_SHOWN, row, strict=True))
        )
        for *row, tiers, name_da, name_en in rows
    }


def listed(organization: OrganizationId) -> QuerySet[Plan]:
    """All plans as other systems list them, each with its terms as the list `all_terms`; lazy."""
    terms = PlanTerms.objects.filter(organization_id=organization).order_by("code")
    found = Plan.objects.filter(organization_id=organization).order_by()
    return found.prefetch_related(Prefetch("terms", queryset=terms, to_attr="all_terms"))


def listed_terms(organization: OrganizationId, *, plan: UUID) -> QuerySet[PlanTerms]:
    """All terms of one plan, with the plan; lazy."""
    return PlanTerms.objects.filter(organization_id=organization, plan_id=plan).select_related("plan").order_by()


def terms_called(organization: OrganizationId, *, reference: str) -> PlanTerms | None:
    """The terms with this code, or else with this id, with their plan (fenerum-api.md section 4)."""
    found = PlanTerms.objects.filter(organization_id=organization).select_related("plan")
    by_code = found.filter(code=reference).first() if "\x00" not in reference else None
    if by_code is not None:
        return by_code
    try:
        return found.filter(id=UUID(reference)).first()
    except ValueError:
        return None


def moves(organization: OrganizationId, *, terms: UUID) -> Moves:
    """What the company has said about the moves from these terms (XB-10); one query. Nothing said allows all."""
    said = PlanTerms.objects.filter(organization_id=organization, id=terms).values_list(
        "moves_limited", "moves__to_terms_id", "moves__timing"
    )
    rows = list(said)
    timings = {to: cast(OwnTiming, timing) for _, to, timing in rows if to is not None}
    return Moves(any(limited for limited, _, _ in rows), timings)


def coupon(organization: OrganizationId, *, code: str) -> Coupon:
    """The coupon with this code, however it is typed. Raises `CouponRefused` (`coupon_unknown`)."""
    found = Coupon.objects.filter(organization_id=organization, code=fold(code=code)[:40]).first()
    if found is None:
        raise CouponRefused("coupon_unknown")
    return found


def coupons(organization: OrganizationId) -> list[Coupon]:
    """The company's coupons, by code."""
    return list(Coupon.objects.filter(organization_id=organization))


def hold_terms(organization: OrganizationId, *, terms: UUID) -> None:
    """Let nobody change these terms until the transaction ends: what is quoted from them is charged from them."""
    PlanTerms.objects.select_for_update(no_key=True).only("id").filter(organization_id=organization, id=terms).first()
