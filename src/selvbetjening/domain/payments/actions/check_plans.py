"""See whether instalment plans are kept: finish what is paid, break what missed a part (CM-06)."""

from datetime import date, datetime

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.rules.letters import rolled
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import PaymentPlanBroken, PaymentPlanFinished
from selvbetjening.domain.payments.lifecycle import PLAN, PlanState
from selvbetjening.domain.payments.models import PaymentPlan
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules.respite import is_broken
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def check_plans(organization: OrganizationId, *, today: date, actor: Actor, at: datetime) -> int:
    """Close every plan that is paid or broken by today, each in a transaction of its own; how many were closed.

    A part is missed when it is unpaid after its day, moved to a banking day, and the company's days of grace. May be
    run again and by two at once. Records `PaymentPlanFinished` or `PaymentPlanBroken`.
    """
    with within(organization):
        kept = list(PaymentPlan.objects.filter(organization_id=organization, state=PlanState.KEPT).order_by("made_at"))
    return sum(_check(organization, plan, today, actor, at) for plan in kept)


def _check(organization: OrganizationId, plan: PaymentPlan, today: date, actor: Actor, at: datetime) -> bool:
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=plan.account_id)
        owner = Organization.objects.get(id=organization)
        invoice = Invoice.objects.defer("snapshot").get(organization_id=organization, id=plan.invoice_id)
        found = to_pay(organization, invoice=invoice)
        parts = plan.parts.order_by("position").values_list("due_on", "amount_minor")
        due = [(rolled(due_on=day, roll=owner.choice("due_date_roll")), minor) for day, minor in parts]
        if (found.rest + found.claims.total).is_zero:
            verb = "finish"
        elif is_broken(
            parts=due, left_minor=found.now.minor, today=today, grace_days=owner.choice("reminder_grace_days")
        ):  # fmt: skip
            verb = "break"
        else:
            return False
        mine = PaymentPlan.objects.filter(id=plan.id, state__in=PLAN.sources(verb))
        if not mine.update(state=PLAN.after(PlanState.KEPT, verb), closed_on=today):
            return False
        kind = PaymentPlanFinished if verb == "finish" else PaymentPlanBroken
        fact = kind(account=plan.account_id, plan=plan.id, invoice=plan.invoice_id)
        record(organization, fact=fact, actor=actor, at=at)
    return True
