"""Find whose mandates are whose, and let the way to pay follow (betalingsservice.md 8, 17.1: 1, 2; CD-06)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.events import MandateLeft, MandateLinked
from selvbetjening.domain.billing.models import MandateLink
from selvbetjening.domain.billing.queries.mandate_links import accounts_of, link_of, mandate_of_company, over, unlinked
from selvbetjening.domain.billing.rules.debits import METHOD, Follows, after_mandate
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.debits")


@dataclass(frozen=True, slots=True)
class Linked:
    """How many mandates found their account, and how many accounts lost theirs."""

    linked: int = 0
    left: int = 0


class NotLinked(Exception):
    """Nothing was linked; `reason`: `taken` (the mandate has an account), `ended`, `number` (other accounts’)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def link_mandates(organization: OrganizationId, *, at: datetime) -> Linked:
    """Link every mandate that is one account's, and end the links of mandates that ended: each in a transaction.

    One that goes wrong stops no other, nor the answers that are taken next, and is tried again the next time. Unknown
    and ambiguous ones are left for a person (`queries.mandate_links.unlinked`). Records `MandateLinked`, `MandateLeft`
    and `CollectionMethodChanged`. Twice is once.
    """
    with within(organization):
        found = unlinked(organization, sure_only=True)
        gone = [each.id for each in over(organization)]
    linked = _counted(
        organization, [partial(_link, organization, each.mandate, each.accounts[0], at) for each in found]
    )
    left = _counted(organization, [partial(_leave, organization, each, at) for each in gone])
    return Linked(linked, left)


def _counted(organization: OrganizationId, works: Iterable[Callable[[], bool]]) -> int:
    done = 0
    for work in works:
        try:
            done += work()
        except Exception as trouble:
            log.error("mandate went wrong", organization=str(organization), exc_info=trouble)
    return done


def link_by_hand(
    organization: OrganizationId, *, mandate: UUID, account: UUID, actor: Actor, at: datetime
) -> MandateLink:
    """Somebody of the company says whose an active mandate is. Records what `link_mandates` records.

    Raises `NotLinked`, `Mandate.DoesNotExist` and `Account.DoesNotExist`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        found = mandate_of_company(organization, mandate=mandate)
        if found.state != "active" or found.agreement.state != "active" or found.agreement.is_test:
            raise NotLinked("ended")
        if MandateLink.objects.filter(organization_id=organization, mandate=found).exists():
            raise NotLinked("taken")
        named = accounts_of(organization, key=found.match_key)
        if named and account not in named:
            raise NotLinked("number")
        _made(organization, mandate, account, actor=actor, at=at, by_person=True)
        return MandateLink.objects.get(organization_id=organization, mandate=found)


def _link(organization: OrganizationId, mandate: UUID, account: UUID, at: datetime) -> bool:
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        return _made(organization, mandate, account, actor=SYSTEM, at=at, by_person=False)


def _made(
    organization: OrganizationId, mandate: UUID, account: UUID, *, actor: Actor, at: datetime, by_person: bool
) -> bool:
    """False where somebody linked it a moment ago. The caller holds the account."""
    row = MandateLink(
        organization_id=organization, mandate_id=mandate, account_id=account, by_person=by_person, made_at=at
    )
    MandateLink.objects.bulk_create([row], ignore_conflicts=True)
    if not MandateLink.objects.filter(organization_id=organization, id=row.id).exists():
        return False
    follows = _follow(organization, account, actor, at)
    fact = MandateLinked(account=account, mandate=mandate, follows=follows, by_person=by_person)
    record(organization, fact=fact, actor=actor, at=at)
    return True


def _follow(organization: OrganizationId, account: UUID, actor: Actor, at: datetime) -> Follows:
    holder = Account.objects.get(organization_id=organization, id=account)
    follows = after_mandate(method=holder.collection_method, party_type=holder.party_type)
    if follows == "debit":
        set_collection_method(organization, account=account, method=METHOD, actor=actor, at=at)
    return follows


def _leave(organization: OrganizationId, link: UUID, at: datetime) -> bool:
    """The account pays by invoice again, unless it has another mandate, or paid in another way all along."""
    with within(organization):
        row = MandateLink.objects.get(organization_id=organization, id=link)
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=row.account_id)
        mine = MandateLink.objects.filter(organization_id=organization, id=link, ended_at__isnull=True)
        if not mine.update(ended_at=at):
            return False
        other = link_of(organization, account=row.account_id, today=copenhagen_day(at))
        holder = Account.objects.get(organization_id=organization, id=row.account_id)
        paid_by_it = other is None and holder.collection_method == METHOD
        if paid_by_it:
            set_collection_method(organization, account=holder.id, method="invoice", actor=SYSTEM, at=at)
        fact = MandateLeft(account=holder.id, mandate=row.mandate_id, paid_by_it=paid_by_it)
        record(organization, fact=fact, actor=SYSTEM, at=at)
    return True
