"""Whether a collection can be made on its day: past, too far, the month's deadline, a closed day (14.2; U13, U14)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from betalingsservice.calendar import NonBankingDay
from betalingsservice.deadlines import COPENHAGEN, Window, is_test_month, payment_cycle
from betalingsservice.findings import Finding, found
from betalingsservice.layouts.delivery_0601 import Collection
from betalingsservice.rules.context import Code, OpenDelivery, OpenSection

AUTOMATIC = "0112"


def day_findings(record: Collection, delivery: OpenDelivery, section: OpenSection) -> Iterator[Finding]:
    """The findings about the due date; each day is judged once per delivery, section and creditor."""
    if delivery.settings.received_at is None:
        return
    key = (section.pbs_number, section.kind.number, record.raw[51:59])
    codes = delivery.days.get(key)
    if codes is None:
        due = record.due_on
        codes = delivery.days[key] = () if due is None else tuple(_judge(due, delivery, section))
    for code, values in codes:
        yield found(code, record.number, to_bs=True, column=Collection.due_on, values=dict(values))


def _judge(due: date, delivery: OpenDelivery, section: OpenSection) -> Iterator[Code]:
    settings = delivery.settings
    at, today, calendar = settings.received_at, settings.today, settings.calendar
    if at is None or today is None:
        return
    automatic = section.kind.number == AUTOMATIC
    rule = section.agreement.rule if section.agreement else NonBankingDay.FOLLOWING
    if due < today:
        yield "day.past" if automatic else "day.past_slip", ()
        return
    if due > today + timedelta(days=settings.days_ahead):
        yield "day.far", (("days", str(settings.days_ahead)),)
        return
    if not calendar.is_banking_day(due):
        yield "day.closed", (("moved", calendar.payment_day(due, rule=rule).isoformat()),)
    if delivery.is_test:
        if not is_test_month(due, created_on=today):
            yield "day.test", ()
    elif automatic:
        yield from _deadline(due, at, delivery, rule)


def _deadline(due: date, at: datetime, delivery: OpenDelivery, rule: NonBankingDay) -> Iterator[Code]:
    cycle = payment_cycle(due, rule=rule, calendar=delivery.settings.calendar)
    window = cycle.window(at)
    names = {Window.SOON: "deadline.soon", Window.LATE: "deadline.late", Window.CLOSED: "deadline.passed"}
    if window is Window.OPEN or (window is Window.CLOSED and delivery.settings.deadline_waived):
        return
    limit = cycle.late if window is Window.CLOSED else cycle.ordinary
    yield (
        names[window],
        (("month", str(cycle.month)), ("at", limit.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M"))),
    )
