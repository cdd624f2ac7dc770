"""Four eyes for files (BM-04, SEC-32): which need them, whose count, and when a yes is void. Pure."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from selvbetjening.domain.deliveries.rules.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A company's rule. `amount_minor` (øre) and `count` are reached or passed; 0 switches either off."""

    kind: Literal["off", "above", "always"]
    amount_minor: int = 0
    count: int = 0
    approvers: int = 1

    @property
    def version(self) -> str:
        """Another rule has another version, and approvals under the old one are void."""
        text = f"{self.kind}:{self.amount_minor}:{self.count}:{self.approvers}"
        return hashlib.sha256(text.encode()).hexdigest()


def approvers_needed(*, policy: Policy, total_minor: int, count: int, moves_more: bool) -> int:
    """How many people must say yes to a file with this total (øre, disbursements counted as positive) and count.

    `moves_more`: there is more in it than collections. Answers book payments and mandates change who is debited, and no
    total says how much: under any policy these want a second person.
    """
    if policy.kind == "off":
        return 0
    if moves_more:
        return policy.approvers
    reached = (policy.amount_minor and total_minor >= policy.amount_minor) or (policy.count and count >= policy.count)
    return policy.approvers if policy.kind == "always" or reached else 0


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
