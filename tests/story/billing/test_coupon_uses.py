"""A coupon is used once by an account, and a use that is undone is given back (XB-08, CM-03, WDR-8)."""

from datetime import date

import pytest

from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.quote_withdraw import quote_withdraw
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms, create_coupon
from selvbetjening.domain.catalog.models import Coupon
from selvbetjening.domain.tenancy.within import within
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 3, 1)


def _with_coupon(**values: int | bool) -> Deal:
    mine = deal()
    terms = CouponTerms(percent_basis_points=2000, periods=3, **values)  # type: ignore[arg-type]
    create_coupon(mine.organization, code="MARTS", coupon=terms, actor=ACTOR, at=noon(DAY))
    return mine


def _used(mine: Deal) -> int:
    with within(mine.organization):
        return Coupon.objects.get(code="MARTS").used


def test_an_account_uses_a_coupon_once_unless_it_repeats() -> None:
    """The second order is refused when it is quoted, and when it is confirmed after the first of two quotes."""
    mine = _with_coupon()
    both = [
        quote_start(mine.organization, account=mine.account.id, terms=mine.basis.id, coupon="marts", at=noon(DAY))
        for _ in range(2)
    ]
    mine.confirm(both[0].id, DAY)
    with pytest.raises(Refused, match="coupon_had"):
        mine.confirm(both[1].id, DAY)
    with pytest.raises(Refused, match="coupon_had"):
        mine.started(DAY, coupon="MARTS")
    assert _used(mine) == 1
    again = _with_coupon(repeats=True)
    again.started(DAY, coupon="MARTS")
    again.started(DAY, coupon="MARTS")
    assert _used(again) == 2


def test_an_order_that_is_undone_gives_the_use_back_cm_03() -> None:
    """CM-03: order and undo in a loop use nothing up, and the coupon is as good as before."""
    mine = _with_coupon(max_uses=1)
    for _ in range(3):
        one = mine.started(DAY, coupon="MARTS")
        assert (_used(mine), mine.invoices()[-1].net_minor) == (1, 16_000)
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(DAY))
        assert _used(mine) == 0


def test_a_contract_withdrawn_from_gives_the_use_back_wdr_8() -> None:
    """WDR-8: what was taken back leaves the coupon as it was; once only."""
    mine = _with_coupon()
    one = mine.started(DAY, coupon="MARTS")
    quote = quote_withdraw(mine.organization, account=mine.account.id, subscription=one.id, at=noon(DAY))
    mine.confirm(quote.id, DAY)
    assert _used(mine) == 0
    assert mine.invoices()[0].net_minor == 16_000
    mine.started(DAY, coupon="MARTS")
    assert _used(mine) == 1
