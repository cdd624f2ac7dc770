"""Invoices with anything beside them, written as rows, and what must be said of each when its charge is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from selvbetjening.domain.invoicing.models import HandOver, Invoice, LateClaim
from selvbetjening.domain.payments.models import CardCollection, Deferral, Dispute, PaymentPlan, PaymentPlanPart
from selvbetjening.domain.payments.rules.collecting import Standing
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import make
from tests.story.cards.till import DUE, FIRST, Till
from tests.story.invoicing.books import Books, line, noon

TOTAL, FEE, PART = 25000, 10000, 6000
DEFERRED, REJECTED = DUE + timedelta(days=5), DUE + timedelta(days=12)


@dataclass(frozen=True)
class Case:
    """An invoice of 250 kr., and what stands beside it.

    `dispute`: of the `whole` line, a `part` of it, `rejected` with a new day, or `withdrawn`. `claim`: a fee that is
    `open`, half `waived`, or all `paid`. `methods`: of the subscriptions on it.
    """

    paid: int = 0
    dispute: str = ""
    deferred: bool = False
    plan: str = ""
    claim: str = ""
    handed_over: bool = False
    methods: tuple[str, ...] = ()

    def standing(self, *, account_method: str) -> Standing:
        """Worked out by hand from the case alone."""
        rest = TOTAL - self.paid
        disputed = min(rest, {"whole": TOTAL, "part": PART}.get(self.dispute, 0))
        fee = {"open": FEE, "waived": FEE // 2}.get(self.claim, 0)
        rests = disputed > 0 and disputed == rest
        days = [DUE, DEFERRED if self.deferred else DUE, REJECTED if self.dispute == "rejected" else DUE]
        methods = [method or account_method for method in self.methods] or [account_method]
        return Standing(
            rest_minor=rest,
            now_minor=0 if rests else rest - disputed + fee,
            due_on=max(days),
            by_card="payment_card" in methods,
            disputed=disputed > 0,
            plan_kept=self.plan == "kept",
            handed_over=self.handed_over,
            has_card=True,
        )


def written(mine: Till, case: Case, *, due_on: date = DUE) -> CardCollection:
    """The invoice, everything beside it, and its row that waits for this day."""
    books = Books(mine.owner, mine.organization, mine.account)
    with within(mine.organization):
        subscriptions = [
            make.subscription(mine.account, mine.terms, collection_method=method) for method in case.methods
        ]
    lines = [line(20000, subscription=each.id) for each in subscriptions] or [line(20000)]
    # The same sum, however many subscriptions are on it.
    lines = [each._replace(net_minor=20000 // len(lines), unit_price_minor=20000 // len(lines)) for each in lines]
    invoice = books.issue(lines, day=FIRST)
    assert (invoice.total_minor, invoice.due_on) == (TOTAL, DUE)
    with within(mine.organization):
        Invoice.objects.filter(id=invoice.id).update(settled_minor=case.paid)
        _beside(mine, case, invoice, at=noon(FIRST))
        return CardCollection.objects.create(
            organization_id=mine.organization, account=mine.account, invoice=invoice, first_on=due_on, next_on=due_on,
            made_at=noon(FIRST),
        )  # fmt: skip


def _beside(mine: Till, case: Case, invoice: Invoice, *, at: datetime) -> None:
    own: dict[str, Any] = {"organization_id": mine.organization, "account": mine.account, "invoice": invoice}
    if case.dispute:
        _dispute(case, invoice, own, at)
    if case.deferred:
        Deferral.objects.create(**own, from_on=DUE, until_on=DEFERRED, made_at=at)
    if case.plan:
        closed = None if case.plan == "kept" else FIRST
        plan = PaymentPlan.objects.create(
            **own, state=case.plan, total_minor=TOTAL, currency="DKK", made_on=FIRST, made_at=at, closed_on=closed
        )
        for position in (0, 1):
            PaymentPlanPart.objects.create(
                organization_id=mine.organization, plan=plan, position=position, currency="DKK",
                due_on=DUE + timedelta(days=30 * position), amount_minor=TOTAL // 2,
            )  # fmt: skip
    if case.claim:
        gone = {"waived": {"waived_minor": FEE // 2}, "paid": {"settled_minor": FEE}}.get(case.claim, {})
        LateClaim.objects.create(
            **own, kind="fee", amount_minor=FEE, currency="DKK", claimed_on=FIRST, claimed_at=at, **gone
        )
    if case.handed_over:
        HandOver.objects.create(**own, total_minor=TOTAL, currency="DKK", handed_on=FIRST, handed_at=at)


def _dispute(case: Case, invoice: Invoice, own: dict[str, Any], at: datetime) -> None:
    state = {"whole": "open", "part": "answered"}.get(case.dispute, case.dispute)
    is_live = state in ("open", "answered")
    first = invoice.lines.first()
    assert first is not None
    Dispute.objects.create(
        **own, id=new_id(), invoice_line=first, amount_minor=PART if case.dispute == "part" else TOTAL, currency="DKK",
        reason="amount", state=state, opened_on=FIRST, opened_at=at, answer_by_on=DUE,
        closed_on=None if is_live else FIRST, closed_at=None if is_live else at,
        new_due_on=REJECTED if state == "rejected" else None,
    )  # fmt: skip
