"""The line to an external Betalingsservice: what is known of it, and the line itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from selvbetjening.domain.directdebit.models import BankConnection as BankConnection
from selvbetjening.domain.directdebit.models import BankFetched as BankFetched
from selvbetjening.domain.directdebit.models import BankSending as BankSending
from selvbetjening.domain.directdebit.ports import BankLine, LineTerms
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal


def connections(organization: OrganizationId, *, active_only: bool = True) -> list[BankConnection]:
    """The company's lines, one for each environment at most that is active."""
    found = BankConnection.objects.filter(organization_id=organization)
    return list((found.filter(state="active") if active_only else found).order_by("is_test", "-made_at"))


def sendings(organization: OrganizationId, *, limit: int = 200) -> list[BankSending]:
    """What was sent or is on its way, newest first."""
    found = BankSending.objects.filter(organization_id=organization).select_related("output", "output__agreement")
    return list(found.order_by("-made_at", "-name")[:limit])


def fetched(organization: OrganizationId, *, states: Sequence[str] = (), limit: int = 200) -> list[BankFetched]:
    """What was fetched, newest first; in these states where some are named (`held` waits for a person)."""
    found = BankFetched.objects.filter(organization_id=organization).defer("content")
    return list((found.filter(state__in=states) if states else found).order_by("-fetched_at", "-name")[:limit])


def to_send(organization: OrganizationId, *, connection: BankConnection, at: datetime) -> list[UUID]:
    """What waits to be sent, and what somebody began and did not end, oldest first."""
    mine = BankSending.objects.filter(organization_id=organization, output__is_test=connection.is_test)
    waiting = mine.filter(Q(state="waiting") | Q(state="sending", leased_until__lt=at))
    return list(waiting.order_by("made_at", "name").values_list("id", flat=True))


def line(organization: OrganizationId, *, connection: BankConnection) -> BankLine:
    """The line itself, not open yet; its key is unsealed for it. Raises ValueError for another company's."""
    if connection.organization_id != organization:
        raise ValueError("another company's connection")
    sealed = bytes(connection.private_key)
    terms = LineTerms(
        host=connection.host, port=connection.port, username=connection.username, host_keys=connection.host_keys,
        private_key=unseal(sealed, purpose=connection.purpose).decode() if sealed else "",
        put_folder=connection.put_folder, get_folder=connection.get_folder, folder=str(organization),
    )  # fmt: skip
    made: BankLine = import_string(settings.BANK_LINES[connection.adapter])(terms=terms)
    return made
