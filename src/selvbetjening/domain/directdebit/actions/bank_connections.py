"""Connect a company to its external Betalingsservice over a line, and end that."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.directdebit.events import BankConnected, BankDisconnected
from selvbetjening.domain.directdebit.lifecycle import ConnectionState
from selvbetjening.domain.directdebit.models import BankConnection
from selvbetjening.domain.directdebit.ports import LineTerms
from selvbetjening.domain.directdebit.rules.bank import ConnectionRefused, checked_terms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal


def connect_bank(
    organization: OrganizationId,
    *,
    adapter: str,
    terms: LineTerms,
    is_test: bool = False,
    actor: Actor,
    at: datetime,
) -> BankConnection:
    """Use this line from now on, instead of the one that was used so far. The private key is sealed, never shown.

    What was written for the old line and not sent is sent over the new one. Records `BankConnected`, and
    `BankDisconnected` for the old one. Raises `ConnectionRefused`: without a pinned host key nothing is ever sent.
    """
    if adapter not in settings.BANK_LINES:
        raise ConnectionRefused("adapter")
    checked_terms(adapter=adapter, terms=terms)
    with within(organization):
        one_at_a_time(organization, what="directdebit:bank")
        mine = BankConnection.objects.filter(organization_id=organization, is_test=is_test, state="active")
        for old in mine:
            disconnect_bank(organization, connection=old.id, actor=actor, at=at)
        made = BankConnection(
            organization_id=organization, adapter=adapter, is_test=is_test, host=terms.host, port=terms.port,
            username=terms.username, host_keys=terms.host_keys, put_folder=terms.put_folder,
            get_folder=terms.get_folder, made_at=at,
        )  # fmt: skip
        made.private_key = seal(terms.private_key, purpose=made.purpose) if terms.private_key else b""
        made.save(force_insert=True)
        fact = BankConnected(connection=made.id, adapter=adapter, is_test=is_test)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def disconnect_bank(organization: OrganizationId, *, connection: UUID, actor: Actor, at: datetime) -> bool:
    """Use the line no more; False where that was so before. Records `BankDisconnected`."""
    with within(organization):
        mine = BankConnection.objects.filter(organization_id=organization, id=connection, state="active")
        ended = mine.update(state=ConnectionState.ENDED)
        if ended:
            record(organization, fact=BankDisconnected(connection=connection), actor=actor, at=at)
    return bool(ended)
