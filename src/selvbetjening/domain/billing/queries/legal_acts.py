"""Legal acts: their receipts, and whether a code or a file is one (CM-04, "Must show" 6)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.billing.models import LegalAct as LegalAct
from selvbetjening.domain.billing.rules.law.declarations import (
    code_of,
    content_hash,
    contract_number,
    masked,
    typed_code,
)
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.tokens import equal


@dataclass(frozen=True, slots=True)
class Verified:
    """What a stranger with a genuine receipt is told: which act, when, of which contract, masked, what is credited.

    No name. `refund` is incl. VAT, None where the act said nothing about money; `effective_on` is the first day
    without the service.
    `erased_on` is set where the declaration and the receipt were erased here in time (GDP-4): that the receipt is
    genuine can still be said, by the digests that stay.
    """

    kind: str
    submitted_at: datetime
    effective_on: date
    contract: str
    refund: Money | None = None
    erased_on: date | None = None


def verified_by_code(organization: OrganizationId, *, code: str) -> Verified | None:
    """The act whose receipt bears this code; None for any other text. Blanks and hyphens do not matter."""
    wanted = typed_code(text=code)
    with within(organization):
        return _verified(_acts(organization).filter(code=wanted or "-").first())


def verified_by_file(organization: OrganizationId, *, content: bytes) -> Verified | None:
    """The act whose receipt is this file, byte by byte; None for any other file."""
    with within(organization):
        return _verified(_acts(organization).filter(receipt_sha256=hashlib.sha256(content).hexdigest()).first())


def of_subscription(organization: OrganizationId, *, account: UUID, subscription: UUID) -> list[LegalAct]:
    """The acts of one subscription, newest first, without their receipts' bytes."""
    found = LegalAct.objects.filter(organization_id=organization, account_id=account, subscription_id=subscription)
    return list(found.defer("receipt").order_by("-recorded_at"))


def of_account(organization: OrganizationId, *, account: UUID, limit: int = 50) -> list[LegalAct]:
    """The acts of one account, newest first, without their receipts' bytes."""
    found = LegalAct.objects.filter(organization_id=organization, account_id=account)
    return list(found.defer("receipt").order_by("-recorded_at")[:limit])


def get(organization: OrganizationId, *, account: UUID, legal_act: UUID) -> LegalAct:
    """One act of the account with its receipt. Raises `LegalAct.DoesNotExist`."""
    return LegalAct.objects.get(organization_id=organization, account_id=account, id=legal_act)


def any_account(organization: OrganizationId, *, legal_act: UUID) -> LegalAct:
    """One act with its subscription, for a mail about it. Raises `LegalAct.DoesNotExist`."""
    found = LegalAct.objects.select_related("subscription__terms__plan")
    return found.get(organization_id=organization, id=legal_act)


def _acts(organization: OrganizationId) -> QuerySet[LegalAct]:
    return LegalAct.objects.filter(organization_id=organization).select_related("subscription").defer("receipt")


def _verified(act: LegalAct | None) -> Verified | None:
    """Nothing is said of an act whose row does not give its own digest any more: somebody changed it past us."""
    if act is None:
        return None
    # Of an erased act the words are gone that its digest was over; the code must still be that of the digest.
    digest = act.content_hash if act.content_erased_on else content_hash(content=act.content)
    if not (equal(digest, act.content_hash) and equal(code_of(digest=digest), act.code)):
        return None
    number = contract_number(subscription=act.subscription_id, code=act.subscription.code)
    return Verified(
        act.kind, act.submitted_at, act.effective_on, masked(number=number), act.refund, act.content_erased_on
    )
