"""The billing run of one organization. It may be run twice, by two at once, and be killed anywhere.

Each chunk of accounts is one transaction, in the order of the accounts' codes, so a run that takes up after a killed
one bills the rest in the same order and with the same numbers as if nothing had happened.
"""

from dataclasses import dataclass
from datetime import date, datetime

import structlog

from selvbetjening.domain.billing.actions.bill_due import bill_due
from selvbetjening.domain.billing.actions.plan_price_changes import plan_price_changes
from selvbetjening.domain.billing.queries.due import accounts_with_due
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.billing")

CHUNK = 3000
"""Accounts in one transaction: large enough for COPY to pay, small enough that nobody waits long for a number."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did; `refused` counts the accounts that could not be billed."""

    invoices: int = 0
    periods: int = 0
    ended: int = 0
    refused: int = 0


def run(
    organization: OrganizationId, *, today: date, at: datetime, actor: Actor = SYSTEM, chunk: int = CHUNK
) -> RunResult:
    """Bill everything that is due by `today`, and end what has reached its end.

    Memory does not grow with the number of accounts. An organization that is not active is not billed. An account
    whose invoice cannot be issued is passed over and waits for the next run; `queries.unbilled` tells staff which.
    Records what `bill_due` records.
    """
    done, after = RunResult(), None
    while True:
        with within(organization):
            if not organizations.get(organization).is_active:
                return done
            accounts = accounts_with_due(organization, after=after, today=today, limit=chunk)
            if not accounts:
                return done
            billed = bill_due(organization, accounts=accounts, today=today, actor=actor, at=at)
        after = accounts[-1].code
        for reason in sorted(set(billed.refused.values())):
            log.warning("accounts are not billed", organization=str(organization), outcome=reason)
        done = RunResult(
            done.invoices + len(billed.invoices),
            done.periods + billed.periods,
            done.ended + billed.ended,
            done.refused + len(billed.refused),
        )


@job(name="billing.run")
def run_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: bills whatever is due by the day it wakes."""
    plan_price_changes(organization, at=at)
    run(organization, today=copenhagen_day(at), at=at)
    plan_price_changes(organization, at=at)  # renewals have moved on, perhaps to one at the new price
