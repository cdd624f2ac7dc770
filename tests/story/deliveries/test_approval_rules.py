"""Rules of approval for each PBS number: amounts, new payers, changed accounts, over SFTP as well (BM-04)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.models import AccessTask
from selvbetjening.domain.access.queries.asked import asked, digest
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.queries.tried import tried
from selvbetjening.domain.deliveries.rules.approval import policy_of
from selvbetjening.domain.directdebit.actions.agreements import change_agreement
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


def rule(**parts: Any) -> dict[str, Any]:
    return {"kind": "above", "amount": 0, "count": 0, "new_share": 100, "account": False, "approvers": 1, **parts}


def key(of: Sender) -> str:
    return approval.key(solution="betalingsservice", pbs_number=of.agreement.pbs_number)


def keep(of: Sender, **parts: Any) -> None:
    values = {approval.CODE: {key(of): rule(**parts)}}
    choose(of.id, values=values, actor=SYSTEM, at=AT, by_managers=True)


def reasons(row: Delivery) -> list[tuple[str, int, int]]:
    return [(each["code"], each["value"], each["of"]) for each in row.approval_reasons]


def k2(of: Sender, row: Delivery) -> dict[str, Any]:
    found = [json.loads(each.text) for each in files.receipts(of, row.id) if each.kind == "K2"]
    return max(found, key=lambda each: each["issue"])


def test_a_number_has_an_amount_limit_of_its_own_over_sftp() -> None:
    """BM-04: below it goes, from it on it waits, and receipt K2 says why in both languages."""
    of = files.sender()
    keep(of, amount=10_000)
    assert files.send(of, files.file(of, [9_999])).state == "processed"
    held = files.send(of, files.file(of, [6_000, 4_000], identification="2", customers=["7", "8"]))
    assert (held.state, reasons(held)) == ("awaiting_approval", [("amount", 10_000, 0)])
    said = k2(of, held)["approval"]
    assert (said["needed"], said["reasons"][0]["code"]) == (1, "amount")
    assert "100,00" in said["reasons"][0]["text"]["da"] and "100.00" in said["reasons"][0]["text"]["en"]
    assert files.collections(of)[0].amount_minor == 9_999 and len(files.collections(of)) == 1


def test_new_payers_hold_a_file_and_are_new_until_a_payment_day_of_theirs_has_come() -> None:
    """BM-04: customers never collected from before, as a share; leading zeros make nobody new."""
    of = files.sender()
    first = files.send(of, files.file(of, [100, 100], customers=["1", "2"]))
    keep(of, new_share=30)
    soon = files.send(of, files.file(of, [100, 100], customers=["1", "3"], identification="2", due=_later(31)))
    assert (first.state, soon.state, reasons(soon)) == ("processed", "awaiting_approval", [("new_payers", 2, 2)])
    at = AT + timedelta(days=20)
    data = files.file(of, [100, 100, 100], customers=["0001", "2", "9"], identification="3", due=_later(62))
    late = files.send(of, data, at=at)
    assert (late.state, reasons(late)) == ("awaiting_approval", [("new_payers", 1, 3)])
    keep(of, new_share=40)
    data = files.file(of, [100, 100, 100], customers=["1", "2", "8"], identification="4", due=_later(92))
    assert files.send(of, data, at=at).state == "processed"


def _later(days: int) -> Any:
    return directdebit.DUE + timedelta(days=days)


def test_the_first_file_after_a_changed_account_waits() -> None:
    """BM-04: changed account; once one was approved the next goes."""
    of = files.sender()
    keep(of, account=True)
    assert files.send(of, files.file(of)).state == "processed"
    at = AT + timedelta(hours=1)
    with within(of.id):
        terms = replace(terms_of(of.id, agreement=of.agreement.id), settlement_account="0000098765")
    change_agreement(of.id, agreement=of.agreement.id, terms=terms, actor=SYSTEM, at=at)
    held = files.send(of, files.file(of, identification="2", customers=["7"]), at=at)
    assert (held.state, reasons(held)) == ("awaiting_approval", [("account", 0, 0)])
    later = at + timedelta(minutes=1)
    done = approve(of.id, delivery=held.id, membership=files.member_of(of), sha256=held.sha256, at=later)
    assert done.state == "accepted"
    assert files.send(of, files.file(of, identification="3", customers=["8"]), at=later).state == "processed"


def test_what_lets_a_number_go_with_fewer_eyes_waits_for_a_second_manager() -> None:
    """SEC-32, BM-04: asked for on its own, shown as it is and would be; the other numbers' rules stay."""
    of = files.sender()
    keep(of, kind="always", approvers=2)
    other, second = approval.key(solution="betalingsservice", pbs_number="99999999"), files.member_of(of)
    assert choose(of.id, values={approval.CODE: {}}, actor=SYSTEM, at=AT) == (), "what names no rule changes none"
    held = set_policies(
        of.id, values={approval.CODE: {key(of): rule(kind="off"), other: rule(kind="always")}}, by=of.person, at=AT
    )
    assert held == (f"{approval.CODE} {key(of)}",)
    with within(of.id):
        standing = choices(of.id).policies.rules
        task = AccessTask.objects.get(organization_id=of.id, kind="weaken_policy")
        content, shown = asked(of.id, task=task), digest(of.id, task=task)
    assert (standing[key(of)].kind, standing[other].kind) == ("always", "always")
    assert (content.rule_for, content.value_now["kind"], content.value_then["kind"]) == (key(of), "always", "off")
    answer_task(of.id, task=task.id, approve=True, by=second, at=AT, shown=shown)
    with within(of.id):
        standing = choices(of.id).policies.rules
    assert (standing[key(of)].kind, standing[other].kind) == ("off", "always")


def test_a_rule_is_tried_on_what_came_in_the_last_thirty_days() -> None:
    """BM-04: the preview of a rule changes nothing, and names the files with their reasons."""
    of = files.sender()
    large = files.send(of, files.file(of, [50_000]))
    files.send(of, files.file(of, [100], identification="2", customers=["7"]))
    policy = policy_of(rule=rule(amount=40_000))
    assert _tried(of, policy, AT) == (2, [large.number])
    assert _tried(of, policy, AT + timedelta(days=31)) == (0, [])
    assert files.get(of, large.id).state == "processed"


def test_a_rule_that_is_tried_adds_up_as_it_will() -> None:
    """BM-04: what it would let go counts with what came within 24 hours after it, what it would hold does not."""
    of = files.sender()
    hours = (0, 2, 4, 30)
    sent = [
        files.send(
            of, files.file(of, [30_000], identification=str(place), customers=[str(place)]),
            at=AT + timedelta(hours=hour),
        )
        for place, hour in enumerate(hours, start=1)
    ]  # fmt: skip
    policy, at = policy_of(rule=rule(amount=60_000)), AT + timedelta(hours=31)
    assert _tried(of, policy, at) == (4, [sent[2].number, sent[1].number])
    with within(of.id):
        there = replace(choices(of.id).policies, rules={key(of): policy})
        held = tried(of.id, policies=there, policy=policy, at=at)[1]
    assert [(each.code, each.value) for each in held[0].need.reasons] == [("amount_added", 60_000)]
    keep(of, amount=60_000)
    late = files.send(of, files.file(of, [30_000], identification="9", customers=["9"]), at=at)
    assert (late.state, reasons(late)) == ("awaiting_approval", [("amount_added", 60_000, 0)])
    assert _tried(of, policy, at) == (5, [late.number, sent[2].number, sent[1].number])


def _tried(of: Sender, policy: Any, at: datetime) -> tuple[int, list[int]]:
    with within(of.id):
        there = replace(choices(of.id).policies, rules={key(of): policy})
        count, held = tried(of.id, policies=there, policy=policy, at=at)
    return count, [each.delivery.number for each in held]
