"""Four eyes for files (BM-04, SEC-32): which need them and why, whose count, and when a yes is void. Pure."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.organizations.rules.register import approval as register

#: Files within this time are added up for limits of amount and number.
ADDED_UP: Final = timedelta(hours=24)
#: A share that is never passed: new payers do not matter.
NEVER: Final = register.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A rule. `amount_minor` (øre) and `count` are reached or passed; 0 switches either off.

    `new_share` is the per cent of payers who are new that must be passed, 100 for never; `account`: the first file
    after the settlement account was changed.
    """

    kind: Literal["off", "above", "always"]
    amount_minor: int = 0
    count: int = 0
    new_share: int = NEVER
    account: bool = False
    approvers: int = 1

    @property
    def version(self) -> str:
        """Another rule has another version, and approvals under the old one are void."""
        text = f"{self.kind}:{self.amount_minor}:{self.count}:{self.new_share}:{self.account}:{self.approvers}"
        return hashlib.sha256(text.encode()).hexdigest()


def policy_of(*, rule: register.Rule) -> Policy:
    """A rule of the settings register."""
    return Policy(
        kind=rule["kind"], amount_minor=rule["amount"], count=rule["count"], new_share=rule["new_share"],
        account=rule["account"], approvers=rule["approvers"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The company's rules by solution and PBS number (`register.approval.key`), and the one where none of them is."""

    company: Policy
    rules: Mapping[str, Policy] = field(default_factory=dict)

    def of(self, *, solution: str, pbs_number: str) -> tuple[str, Policy]:
        """The rule in force for a number, and the key that it stands under; empty for the company's own."""
        own = register.key(solution=solution, pbs_number=pbs_number)
        for known in (own, register.key(solution=solution)):
            if known in self.rules:
                return known, self.rules[known]
        return "", self.company


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Another file that went, or is going, without anybody's yes: `days` are its totals by PBS number and date."""

    pbs_numbers: Sequence[str]
    total_minor: int
    count: int
    days: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What of a checked file rules are held against.

    `content` are its `contents`; `total_minor` (øre, to collect and to pay out added) and `count` are of the whole
    file. `changed` are its PBS numbers whose settlement account was changed since the last file that was accepted.
    `passed` are the files of `ADDED_UP` before it: a total is not split over several of them.
    """

    solution: str
    pbs_numbers: Sequence[str]
    content: Mapping[str, Any]
    total_minor: int
    count: int
    changed: Collection[str] = ()
    passed: Sequence[Passed] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file waits: `always`, `amount` (`value` øre), `count`, both also as `amount_added` and `count_added` with
    the files before it, `new_payers` (`value` of `of`), `account`, `answers` or `mandates` (`value` of them).
    `pbs_number` where the rule is one number's alone."""

    code: str
    value: int = 0
    of: int = 0
    pbs_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many people must say yes, why, and the version of the rules that said so."""

    approvers: int
    reasons: tuple[Reason, ...]
    version: str

    @property
    def as_data(self) -> list[dict[str, Any]]:
        """The reasons as they are kept."""
        return [asdict(reason) for reason in self.reasons]


def adds_up(*, policies: Policies) -> bool:
    """Whether any rule has a limit for which files are added up."""
    rules = (policies.company, *policies.rules.values())
    return any(each.kind == "above" and (each.amount_minor or each.count) for each in rules)


def need(*, policies: Policies, file: Weighed) -> Need:
    """Hold the file against each rule that is in force for one of its PBS numbers.

    A rule of one number counts what is that number's; every other one counts the whole file, so that a number with a
    rule of its own hides nothing from it. The most that any of them wants is wanted.
    """
    found: dict[str, tuple[Policy, list[str]]] = {}
    for number in sorted(file.pbs_numbers) or [""]:
        name, policy = policies.of(solution=file.solution, pbs_number=number)
        found.setdefault(name, (policy, []))[1].append(number)
    reasons: dict[Reason, None] = {}
    approvers = 0
    for name, (policy, numbers) in found.items():
        own = "" if name in ("", register.key(solution=file.solution)) else numbers[0]
        said = _reasons(policy, file, own, _passed(policies, file, name, own))
        approvers = max(approvers, policy.approvers if said else 0)
        reasons |= dict.fromkeys(said)
    parts = [f"{name}={policy.version}" for name, (policy, _numbers) in sorted(found.items())]
    version = hashlib.sha256(" ".join([*parts, *sorted(file.changed)]).encode()).hexdigest()
    return Need(approvers=approvers, reasons=tuple(reasons), version=version)


def _reasons(policy: Policy, file: Weighed, number: str, passed: tuple[int, int]) -> list[Reason]:
    if policy.kind == "off":
        return []
    # Answers book payments and mandates change who is debited, and no total says how much: any rule wants a second
    # person for these.
    found = [Reason(code, value) for code, value in _beside_collections(file.content).items()]
    if policy.kind == "always":
        return [*found, Reason("always", pbs_number=number)]
    total, count = _amounts(file, number)
    for code, limit, own, before in (
        ("amount", policy.amount_minor, total, passed[0]), ("count", policy.count, count, passed[1]),
    ):  # fmt: skip
        if limit and own >= limit:
            found.append(Reason(code, own, pbs_number=number))
        elif limit and own and own + before >= limit:
            found.append(Reason(f"{code}_added", own + before, pbs_number=number))
    new, payers = _payers(file.content, number)
    if new * 100 > policy.new_share * payers:
        found.append(Reason("new_payers", new, payers, number))
    if policy.account:
        found += [Reason("account", pbs_number=one) for one in sorted(file.changed) if number in ("", one)]
    return found


def _beside_collections(content: Mapping[str, Any]) -> dict[str, int]:
    heads = (content.get("content") or {}).get("deliveries") or ()
    kinds = {head["type"] for head in heads} - {"0601"}
    counted = (content.get("counts") or {}).get("counted") or {}
    found = {"mandates": counted.get("mandates") or 0} if "0605" in kinds else {}
    return found | ({"answers": 0} if kinds - {"0605"} else {})


def _amounts(file: Weighed, number: str) -> tuple[int, int]:
    if not number:
        return file.total_minor, file.count
    days = [day for day in file.content.get("totals") or () if day["pbs_number"] == number]
    return sum(int(day["collect"]) + int(day["disburse"]) for day in days), sum(day["count"] for day in days)


def _passed(policies: Policies, file: Weighed, name: str, number: str) -> tuple[int, int]:
    """Total and count of the files before it that stood under the same rule, as that rule counts."""
    if number:
        days = [day for each in file.passed for day in each.days if day["pbs_number"] == number]
        return sum(int(day["collect"]) + int(day["disburse"]) for day in days), sum(day["count"] for day in days)
    same = [
        each for each in file.passed
        if any(policies.of(solution=file.solution, pbs_number=one)[0] == name for one in each.pbs_numbers)
    ]  # fmt: skip
    return sum(each.total_minor for each in same), sum(each.count for each in same)


def _payers(content: Mapping[str, Any], number: str) -> tuple[int, int]:
    told = [each for each in content.get("payers") or () if number in ("", each["pbs_number"])]
    return sum(each["new"] for each in told), sum(each["count"] for each in told)


@dataclass(frozen=True, slots=True)
class Yes:
    """One approval: of whom, of what, under which policy."""

    membership: UUID
    person: UUID
    sha256: str
    policy_version: str


def accept(*, yes: Yes, senders: Collection[UUID], before: Collection[Yes], sha256: str) -> None:
    """Raise `Refused` for a yes that cannot count. `senders` are people, not memberships.

    `own_file`: by who sent it, is responsible for the machine that did, or put its key in. `approved_already`: by
    somebody who said yes already. `stale`: to other bytes than these.
    """
    if yes.person in senders:
        raise Refused("own_file")
    if yes.sha256 != sha256:
        raise Refused("stale")
    if any(one.person == yes.person for one in before):
        raise Refused("approved_already")


def is_enough(*, given: Collection[Yes], needed: int, sha256: str, policy_version: str) -> bool:
    """Whether enough different people said yes to exactly this, under the policy in force now."""
    people = {one.person for one in given if one.sha256 == sha256 and one.policy_version == policy_version}
    return len(people) >= needed
