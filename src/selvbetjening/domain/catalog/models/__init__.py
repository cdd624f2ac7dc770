"""Plans, their terms, the moves between terms, and coupons."""

from selvbetjening.domain.catalog.models.coupon import Coupon
from selvbetjening.domain.catalog.models.move import PlanMove
from selvbetjening.domain.catalog.models.plan import Plan
from selvbetjening.domain.catalog.models.terms import PlanTerms

__all__ = ["Coupon", "Plan", "PlanMove", "PlanTerms"]
