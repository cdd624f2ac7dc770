"""Receipts: written with the fact they tell of, signed by a job right afterwards (annex D.2, BM-02).

The process of a door holds no signing key: it writes what is to be said, the worker signs it.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from selvbetjening.domain.deliveries.actions.courtesy import lane
from selvbetjening.domain.deliveries.documents.words import next_words, status_words
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, Staging
from selvbetjening.domain.deliveries.queries.chain import last_of_chain
from selvbetjening.domain.deliveries.rules.receipt import About, Kind, Said, completed, facts_of, pseudonym
from selvbetjening.domain.deliveries.rules.sshsig import key_id, public_of, sign
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.ids import OrganizationId, new_id

_AT_ONCE = 200


class Company(Protocol):
    """What a receipt says of whose file it is."""

    @property
    def name(self) -> str: ...
    @property
    def cvr(self) -> str: ...


def issue(
    organization: OrganizationId,
    *,
    delivery: Delivery,
    kind: Kind,
    status: str,
    at: datetime,
    content: Mapping[str, Any] | None = None,
    until: datetime | None = None,
) -> DeliveryReceipt:
    """Say this about a delivery, in the open transaction, which holds its lock. A later one supersedes the earlier."""
    # What was said while it was an upload bears the same id and name: a file that was gone on with is counted on.
    of_it = Q(delivery=delivery) | Q(staging_id=delivery.id)
    before = DeliveryReceipt.objects.filter(of_it, organization_id=organization, kind=kind)
    last = before.order_by("-issue").first()
    code = delivery.code or status
    said = Said(
        kind=kind, issue=last.issue + 1 if last else 1, status=status, code=code, content=content or {}, until=until,
        text=_both(status_words, status, code), todo=_both(next_words, status, code),
    )  # fmt: skip
    about = _about(_company(organization), organization, delivery)
    made = _write(organization, about=about, said=said, last=last, at=at, of=delivery)
    made.delivery = delivery
    made.save(force_insert=True)
    sign_job.defer(organization)
    return made


def issue_first(organization: OrganizationId, *, delivery: Delivery, company: Company, at: datetime) -> None:
    """Say in the transaction that makes a delivery that it was received: there is none before it."""
    code = delivery.code or "received"
    said = Said(
        kind="K1", issue=1, status="received", code=code, content={}, until=None,
        text=_both(status_words, "received", code), todo=_both(next_words, "received", code),
    )  # fmt: skip
    made = _write(organization, about=_about(company, organization, delivery), said=said, last=None, at=at, of=delivery)
    made.delivery = delivery
    made.save(force_insert=True)
    sign_job.defer(organization)


def issue_about_upload(
    organization: OrganizationId, *, staging: Staging, sha256: str, at: datetime, status: str = "incomplete",
    code: str = "", content: Mapping[str, Any] | None = None,
) -> DeliveryReceipt:  # fmt: skip
    """Say of an upload that it is no delivery (C.4): closed before its end, waiting for a word, or a marker.

    What can be gone on with, can be until it expires.
    """
    before = DeliveryReceipt.objects.filter(organization_id=organization, staging=staging)
    last = before.order_by("-issue").first()
    said = Said(
        kind="K2", issue=last.issue + 1 if last else 1, status=status, code=code or status, content=content or {},
        until=None if status == "marker" else staging.expires_at, text=_both(status_words, status, code),
        todo=_both(next_words, status, code),
    )  # fmt: skip
    about = _about(_company(organization), organization, staging, sha256=sha256, size=staging.offset)
    made = _write(organization, about=about, said=said, last=last, at=at, of=staging)
    made.staging = staging
    made.save(force_insert=True)
    sign_job.defer(organization)
    return made


def _both(say: Callable[..., str], status: str, code: str) -> dict[str, str]:
    """What happened or what to do now, in each language, as the mail and the text say it (D.2)."""
    found: dict[str, str] = {}
    for language in ("da", "en"):
        with override(language):
            found[language] = say(status=status, code=code)
    return found


def _write(
    organization: OrganizationId,
    *,
    about: About,
    said: Said,
    last: DeliveryReceipt | None,
    at: datetime,
    of: Delivery | Staging,
) -> DeliveryReceipt:
    id_ = new_id()
    supersedes = None if last is None else last.id
    return DeliveryReceipt(
        id=id_, organization_id=organization, kind=said.kind, issue=said.issue, supersedes=last,
        environment=of.environment, account_id=of.account_id, issued_at=at,
        facts=facts_of(receipt=id_, about=about, said=said, supersedes=supersedes, at=at),
    )  # fmt: skip


def _company(organization: OrganizationId) -> Organization:
    return Organization.objects.get(id=organization)


def _about(
    company: Company, organization: OrganizationId, of: Delivery | Staging, *, sha256: str = "", size: int | None = None
) -> About:
    delivered = of if isinstance(of, Delivery) else None
    return About(
        delivery=of.id, number=delivered.number if delivered else None, company=company.name, cvr=company.cvr,
        acting=pseudonym(organization=organization, membership=of.membership_id, secret=settings.SECRET_KEY),
        sftp_user=of.sftp_user, key_fingerprint=of.key_fingerprint, door=of.door, environment=of.environment,
        name=of.name, size=(of.size or 0) if size is None else size, sha256=sha256 or of.sha256,
        unproven=delivered.unproven if delivered else True,
        duplicate_of=delivered.duplicate_of_id if delivered else None,
    )  # fmt: skip


def sign_receipts(organization: OrganizationId, *, at: datetime) -> int:
    """Sign what waits, in the order in which it was said, and return how many.

    Each gets the next place in the company's chain and names the hash of the one before. Without a key in this process
    nothing happens, and the receipts wait. Twice at once is once: one signer a company.
    """
    seed: bytes | None = settings.RECEIPT_KEYS.seed
    if seed is None:
        return 0
    with within(organization):
        one_at_a_time(organization, what="deliveries.receipts")
        mine = DeliveryReceipt.objects.filter(organization_id=organization)
        waiting = list(mine.filter(signature="").order_by("issued_at", "kind", "issue", "id")[:_AT_ONCE])
        last = last_of_chain(organization)
        seq, previous = last.seq, last.sha256
        name = key_id(public=public_of(seed=seed))
        for row in waiting:
            seq += 1
            text = completed(facts=row.facts, key_id=name, seq=seq, previous=previous)
            previous = hashlib.sha256(text).hexdigest()
            row.seq, row.sha256, row.text, row.key_id = seq, previous, text.decode(), name
            row.signature = sign(message=text, seed=seed)
            row.save(update_fields=["seq", "sha256", "text", "key_id", "signature"])
        if len(waiting) == _AT_ONCE:
            sign_job.defer(organization)
    return len(waiting)


@job(name="deliveries.sign", priority=5)
def sign_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for a company's receipts."""
    with lane.small():
        sign_receipts(organization, at=at)
