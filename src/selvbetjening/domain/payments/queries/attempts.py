"""Attempts to pay: which one runs on an invoice, and how one stands."""

from collections.abc import Sequence
from uuid import UUID

from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.payments.models import Attempt as Attempt
from selvbetjening.domain.payments.models import AttemptPart as AttemptPart
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tokens import equal


def live_on(organization: OrganizationId, *, invoices: Sequence[UUID]) -> dict[UUID, Attempt]:
    """The attempt that runs on each of these invoices, by invoice; at most one each (G3). One query."""
    parts = AttemptPart.objects.filter(organization_id=organization, invoice_id__in=list(invoices), is_live=True)
    return {part.invoice_id: part.attempt for part in parts.select_related("attempt")}


def get_attempt(organization: OrganizationId, *, account: UUID, attempt: UUID) -> Attempt:
    """One attempt of the account. Raises `Attempt.DoesNotExist`."""
    return Attempt.objects.get(organization_id=organization, account_id=account, id=attempt)


def invoices_of(organization: OrganizationId, *, attempt: UUID) -> list[AttemptPart]:
    """What of the attempt is for which invoice, in order, with the invoices but for their snapshots."""
    parts = AttemptPart.objects.filter(organization_id=organization, attempt_id=attempt)
    return list(parts.select_related("invoice").defer("invoice__snapshot").order_by("position"))


def by_reference(organization: OrganizationId, *, gateway_account: UUID, reference: str) -> Attempt | None:
    """The attempt that carries our reference at this gateway account."""
    mine = Attempt.objects.filter(organization_id=organization, gateway_account_id=gateway_account)
    return mine.filter(reference=reference).first() if reference else None


def last_on(organization: OrganizationId, *, invoice: UUID) -> Attempt | None:
    """The newest attempt on an invoice, over or not."""
    parts = AttemptPart.objects.filter(organization_id=organization, invoice_id=invoice).select_related("attempt")
    found = parts.order_by("-attempt__made_at").first()
    return found.attempt if found else None


def browser_digest(organization: OrganizationId, *, secret: str) -> bytes:
    """What a browser's secret is known by; empty for a browser that has none."""
    return keyed(organization, label="paying_browser", secret=secret) if secret else b""


def is_of_browser(organization: OrganizationId, *, attempt: Attempt, secret: str) -> bool:
    """Whether this browser made the attempt (PY-04)."""
    digest = browser_digest(organization, secret=secret)
    return bool(digest) and equal(digest, bytes(attempt.browser_digest))
