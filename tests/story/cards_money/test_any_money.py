"""Whatever happens to money, the entries sum to what is owed less what is good, and the books balance (BOK-2, G4)."""

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.actions.give_back import look_at_refund
from selvbetjening.domain.billing.actions.give_back_credited import give_back_credited
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.rules.credits import NotCredited
from selvbetjening.domain.payments.actions.give_credit import make_void
from selvbetjening.domain.payments.models import CardRefund, Payment
from selvbetjening.domain.payments.queries.reversals import gone_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from tests.card_gateway import DECLINED, LOST, answer
from tests.story.cards_money.till import CLERK, Till, kr, later, line, till

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["invoice", "card", "card2", "bank", "refund", "credited", "void", "outside", "sent_back", "dispute",
             "won", "lost", "again"]
        ),
        st.integers(0, 5),
        st.integers(1, 30_000),
    ),
    min_size=4,
    max_size=14,
)  # fmt: skip


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_course_of_things(acts: list[tuple[str, int, int]]) -> None:
    mine = till()
    mine.issue([line(8_000)])
    for place, (act, pick, minor) in enumerate(acts):
        with contextlib.suppress(Refused, NotCredited):
            step(mine, act, pick, minor, place)
        check(mine)


def check(mine: Till) -> None:
    mine.agrees()
    with within(mine.organization):
        for payment in Payment.objects.all():
            assert 0 <= gone_of(mine.organization, payment=payment) <= payment.amount_minor
        for invoice in Invoice.objects.all():
            assert 0 <= invoice.settled_minor <= invoice.total_minor


def step(mine: Till, act: str, pick: int, minor: int, place: int) -> None:
    at = later(place)
    invoices = mine.rows(Invoice)
    paid = [row for row in mine.rows(Payment) if row.method == "stripe"]
    invoice = invoices[pick % len(invoices)]
    if act == "invoice":
        mine.issue([line(minor)])
    elif act in ("card", "card2"):
        due = [each for each in invoices if each.outstanding.minor][: 1 if act == "card" else 2]
        if due:
            mine.paid(*due, at=at)
    elif act == "bank":
        mine.pay(invoice, minor)
    elif act == "void":
        make_void(mine.organization, account=mine.account.id, invoice=invoice.id, reason="x", actor=CLERK, at=at)
    elif paid:
        payment = paid[pick % len(paid)]
        _told(mine, act, payment, minor, place, pick)


def _told(mine: Till, act: str, payment: Payment, minor: int, place: int, pick: int) -> None:
    at, external = later(place), payment.reference.partition("/")[0]
    mine.book.at = at
    if act == "refund":
        mine.book.script("refund", [answer("succeeded"), LOST, answer("failed", failure=DECLINED)][pick % 3])
        try:
            made = mine.refund(payment, minor, at=at)
            look_at_refund(mine.organization, refund=made.id, at=at)
        finally:
            mine.book._scripts.clear()
    elif act == "credited":
        given = give_back_credited(
            mine.organization, payment=payment.id, amount=kr(minor), reason="x", actor=CLERK, at=at
        )
        look_at_refund(mine.organization, refund=given.refunds[0].id, at=at)
    elif act == "outside":
        mine.tell(mine.book.refund_outside(external, kr(minor), name=str(place)), at=at)
    elif act == "sent_back":
        for row in mine.rows(CardRefund, state="succeeded")[:1]:
            mine.tell(mine.book.finish(row.reference, "refund_failed", occurred_at=at), at=at)
    elif act == "dispute":
        mine.tell(mine.book.dispute(external, kr(min(minor, payment.amount_minor))), at=at)
    elif act in ("won", "lost"):
        opened = [fact for fact in mine.book.facts(external) if fact.kind == "dispute_opened"]
        if opened and opened[0].amount:
            mine.tell(mine.book.close_dispute(external, opened[0].amount, won=act == "won"), at=at)
    elif act == "again":
        mine.tell(*mine.book.facts(), at=at)
