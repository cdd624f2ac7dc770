"""A test of a key is begun (BP-42)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.models import SshKey
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def begin_key_test(organization: OrganizationId, *, key: UUID, at: datetime) -> None:
    """Look from now on for a login with this key. Nothing opens or closes by it, so nothing is recorded."""
    with within(organization):
        SshKey.objects.filter(organization_id=organization, id=key).update(test_began_at=at)
