"""Take a host name for one organization; a name that another one has, or had lately, is refused."""

from django.db import IntegrityError, transaction

from selvbetjening.domain.organizations.models import Host
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def claim(organization: OrganizationId, *, name: str, kind: Host.Kind, field: str) -> None:
    """Write the name, or take back one that this organization gave up. Records nothing: the caller does.

    Raises `Refused("host_taken")`. A former name of another company stays taken for good: whoever got it would
    receive visits, and mails, that were meant for the other.
    """
    with within(organization):
        own = Host.objects.filter(organization_id=organization, name=name)
        if own.update(kind=kind, redirects_until=None):
            return
        try:
            with transaction.atomic():
                Host.objects.create(organization_id=organization, name=name, kind=kind)
        except IntegrityError:
            raise Refused("host_taken", field=field) from None
