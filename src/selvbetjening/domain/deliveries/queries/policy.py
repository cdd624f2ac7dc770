"""What a company has chosen about its files (annex K, BM-04), and what its rules of approval say of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.approval import (
    ADDED_UP,
    Need,
    Passed,
    Policies,
    Weighed,
    adds_up,
    need,
    policy_of,
)
from selvbetjening.domain.deliveries.rules.content import SOLUTION
from selvbetjening.domain.directdebit import queries as directdebit
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.tenancy.within import one_at_a_time
from selvbetjening.kernel.ids import OrganizationId

#: Somebody said yes to it, or nobody had to.
_PASSED: Final = (DeliveryState.ACCEPTED, DeliveryState.PROCESSING, DeliveryState.PROCESSED, DeliveryState.FAILED)
#: They go, unless somebody takes one back in time.
WENT: Final = (*_PASSED, DeliveryState.HOLDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The settings of the subject "files" that decisions need."""

    accept_partly: bool
    undo_minutes: int
    look_back_days: int
    policies: Policies


def choices(organization: OrganizationId) -> Choices:
    """As they are now. Inside the company's transaction."""
    company = Organization.objects.get(id=organization)
    return Choices(
        accept_partly=company.choice("files_accept") == "sound_ones",
        undo_minutes=company.choice("files_undo_minutes"),
        look_back_days=company.choice("files_look_back_days"),
        policies=_policies(company),
    )


def _policies(company: Organization) -> Policies:
    rules: Mapping[str, approval.Rule] = company.choice(approval.CODE)
    return Policies(
        company=policy_of(
            rule=approval.company_rule(choose={code: company.choice(code) for code in approval.COMPANY.values()})
        ),
        rules={name: policy_of(rule=rule) for name, rule in rules.items()},
    )


def needed_for(organization: OrganizationId, *, row: Delivery, policies: Policies) -> Need:
    """What the rules want of a checked delivery as the accounts are now. Inside the company's transaction.

    Where files are added up, whoever decides waits for whoever is deciding: of two at once the second sees the first.
    """
    passed: tuple[Passed, ...] = ()
    if adds_up(policies=policies):
        one_at_a_time(organization, what="deliveries.weighing")
        passed = _passed(organization, environment=row.environment, since=row.received_at - ADDED_UP, but=row.id)
    changed = changed_accounts(organization, pbs_numbers=row.pbs_numbers, environment=row.environment)
    file = Weighed(
        solution=row.solution, pbs_numbers=row.pbs_numbers, content=row.content, total_minor=row.total_minor,
        count=row.accepted_count + row.refused_count, changed=changed, passed=passed,
    )  # fmt: skip
    return need(policies=policies, file=file)


def _passed(
    organization: OrganizationId, *, environment: str, since: datetime, but: UUID | None = None
) -> tuple[Passed, ...]:
    """The files since then that went, or are going, without anybody's yes."""
    rows = Delivery.objects.filter(
        organization_id=organization, environment=environment, received_at__gt=since, approvals_needed=0,
        state__in=WENT,
    )  # fmt: skip
    rows = rows if but is None else rows.exclude(id=but)
    values = rows.values_list("pbs_numbers", "total_minor", "accepted_count", "refused_count", "content__totals")
    return tuple(
        Passed(pbs_numbers=numbers, total_minor=total, count=taken + refused, days=days or ())
        for numbers, total, taken, refused, days in values
    )


def foretold(
    organization: OrganizationId, *, content: Mapping[str, Any], environment: str, policies: Policies, at: datetime
) -> Need:
    """What the rules would want of a file with these `contents`, if it were sent now."""
    numbers: list[str] = (content.get("content") or {}).get("pbs_numbers") or []
    changed = changed_accounts(organization, pbs_numbers=numbers, environment=environment)
    passed: tuple[Passed, ...] = ()
    if adds_up(policies=policies):
        passed = _passed(organization, environment=environment, since=at - ADDED_UP)
    days = content.get("totals") or ()
    counted = (content.get("counts") or {}).get("counted") or {}
    file = Weighed(
        solution=SOLUTION, pbs_numbers=numbers, content=content, changed=changed,
        passed=passed,
        total_minor=sum(int(day["collect"]) + int(day["disburse"]) for day in days),
        count=(counted.get("collections") or 0) + (counted.get("mandates") or 0),
    )  # fmt: skip
    return need(policies=policies, file=file)


def changed_accounts(organization: OrganizationId, *, pbs_numbers: Sequence[str], environment: str) -> tuple[str, ...]:
    """The numbers whose settlement account is another since the last file for them that passed."""
    is_test, found = environment == "test", []
    for pbs_number in sorted(set(pbs_numbers)):
        mine = directdebit.agreement_for(organization, pbs_number=pbs_number, is_test=is_test)
        if mine is None or mine.account_changed_at is None:
            continue
        passed = Delivery.objects.filter(
            organization_id=organization, environment=environment, pbs_numbers__contains=[pbs_number],
            state__in=_PASSED, counts_at__gt=mine.account_changed_at,
        )  # fmt: skip
        if not passed.exists():
            found.append(pbs_number)
    return tuple(found)
