"""Plan terms as `plan_terms.created` and `plan_terms.updated` tell them (fenerum-api.md 7 and 15)."""

from typing import Any

from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.webhooks.documents.values import amount


def terms_data(*, terms: PlanTerms) -> dict[str, Any]:
    """`plan_vat_type` is `services` for what has VAT, `unknown` for all else: plans here do not tell things apart."""
    return {
        "uuid": str(terms.id),
        "plan_uuid": str(terms.plan_id),
        "plan_vat_type": "services" if terms.vat_category == "S" else "unknown",
        "code": terms.code,
        "name": terms.called("da"),
        "price": amount(minor=terms.unit_price_minor),
        "currency": terms.currency,
        "interval": terms.interval_unit,
        "interval_count": terms.interval_count,
        "backwards_charging": terms.charging == "backward",
        "is_active": not terms.hidden,
    }
