"""What a month brings in (section 14)."""

import re
from datetime import date, timedelta
from datetime import date as Day  # a field is called so
from typing import Any

from selvbetjening.domain.invoicing.queries.issued import flows
from selvbetjening.domain.payments.queries.received import received
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.errors import missing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import DecimalText, Outgoing, amount

resource = Resource("invoices", tag="cash-flow")

_MONTH = re.compile(r"(0[1-9]|1[0-2])-([0-9]{4})")


class FlowDayOut(Outgoing):
    """A day on which something is expected or came in."""

    date: Day
    expected: DecimalText
    paid: DecimalText


class FlowOut(Outgoing):
    """The sums of one currency."""

    currency: str
    invoiced: DecimalText
    paid: DecimalText
    expected: DecimalText
    overdue: DecimalText
    days: list[FlowDayOut]


class CashFlowOut(Outgoing):
    """A month by currency."""

    month: str
    currencies: list[FlowOut]


@resource.reads("cash-flow/{month}/", CashFlowOut)
def cash_flow(request: ApiRequest, month: str) -> Any:
    """What was invoiced and paid in the month, and what is due in it and not paid yet; incl. VAT."""
    found = _MONTH.fullmatch(month)
    if found is None or int(found[2]) < 1900:
        raise missing()
    call = request.call
    starts_on = date(int(found[2]), int(found[1]), 1)
    ends_on = (starts_on + timedelta(days=31)).replace(day=1) if starts_on < date(9999, 12, 1) else date.max
    asked = {"starts_on": starts_on, "ends_on": ends_on}
    by_currency = {flow.currency: flow for flow in flows(call.here, today=call.today, **asked)}
    paid = received(call.here, **asked)
    currencies = []
    for currency in sorted(by_currency.keys() | paid.keys()):
        flow, came = by_currency.get(currency), paid.get(currency, {})
        due = flow.days if flow else {}
        currencies.append(
            {
                "currency": currency,
                "invoiced": amount(flow.invoiced if flow else 0),
                "paid": amount(sum(came.values())),
                "expected": amount(flow.expected if flow else 0),
                "overdue": amount(flow.overdue if flow else 0),
                "days": [
                    {"date": day, "expected": amount(due.get(day, 0)), "paid": amount(came.get(day, 0))}
                    for day in sorted(due.keys() | came.keys())
                ],
            }
        )
    return {"month": month, "currencies": currencies}
