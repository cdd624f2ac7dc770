"""A user chooses how to be told, and marks what was read (BP-77)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.access.rules.notices import kept_choices
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def choose_ways(organization: OrganizationId, *, membership: UUID, ways: Mapping[str, str], language: str = "") -> None:
    """The user's own choices from now on, kind → way; what is left out is as standard, so `{}` goes back to it.

    Security kinds stay as they are, whatever is sent. `language` is that of the mails (`da`, `en`; empty: unchanged).
    No fact: it is nobody else's business. Raises `Refused("unknown")` for another language.
    """
    if language not in ("", "da", "en"):
        raise Refused("unknown", field="language")
    with within(organization):
        row = Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=membership)
        row.notice_ways = kept_choices(chosen=ways)
        row.language = language or row.language
        row.save(update_fields=["notice_ways", "language"])


def mark_read(organization: OrganizationId, *, membership: UUID, until: datetime, at: datetime) -> int:
    """Everything the user was told up to and with `until` is read, and how much that was; what came later is not."""
    with within(organization):
        mine = Notice.objects.filter(organization_id=organization, membership_id=membership, read_at__isnull=True)
        return mine.filter(at__lte=until).update(read_at=at)
