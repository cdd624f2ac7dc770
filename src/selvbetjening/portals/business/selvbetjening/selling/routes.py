"""Addresses of what the company sells, below `selvbetjening/`."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.business.selvbetjening.selling import coupons, plan_pages, plans, price_changes, terms_pages

Route = tuple[str, Callable[..., HttpResponseBase], str]

ROUTES: Final[tuple[Route, ...]] = (
    ("pakker/", plans.plans, "sb_plans"),
    ("pakker/ny/", plan_pages.plan_add, "sb_plan_add"),
    ("pakker/<uuid:plan>/", plan_pages.plan_change, "sb_plan"),
    ("pakker/<uuid:plan>/portal/", plans.plan_switch, "sb_plan_switch"),
    ("pakker/<uuid:plan>/priser/ny/", terms_pages.terms_add, "sb_terms_add"),
    ("priser/<uuid:terms>/", terms_pages.terms_change, "sb_terms"),
    ("priser/<uuid:terms>/skift/", terms_pages.terms_moves, "sb_terms_moves"),
    ("prisaendringer/", price_changes.price_changes, "sb_price_changes"),
    ("prisaendringer/ny/", price_changes.price_change_add, "sb_price_change_add"),
    ("prisaendringer/<uuid:change>/", price_changes.price_change, "sb_price_change"),
    ("rabatkoder/", coupons.coupons, "sb_coupons"),
    ("rabatkoder/ny/", coupons.coupon_add, "sb_coupon_add"),
    ("rabatkoder/<uuid:coupon>/slut/", coupons.coupon_end, "sb_coupon_end"),
)
