"""Take one person out of every table that names them (GDP-4)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.accounts.models import CustomerToken, EmailChange, Recipient
from selvbetjening.domain.billing.models import GuestLink, GuestRequest
from selvbetjening.domain.history.actions.anchors import unwish
from selvbetjening.domain.history.actions.forget import forget_values
from selvbetjening.domain.history.models import Event, PersonalValue
from selvbetjening.domain.identity.models import (
    DirectLink,
    LinkEvent,
    LoginLink,
    LoginRequest,
    PortalIdentity,
    PortalSession,
)
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.rights.models import DataExport, DataExportPart
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

_NO_NAME: Final = "–"


def forget_person(organization: OrganizationId, *, person: Recipient, at: datetime) -> None:
    """Name, address, logins, mails, exports, and their names in the log. The row itself stays, nameless: the log has
    its id. What another recipient of the same address did is left alone.
    """
    with within(organization):
        email, account = person.email, person.account_id
        _forget_logins(organization, person, email)
        _forget_mails_and_files(organization, person)
        forget_guests(organization, account=account, email=email)
        EmailChange.objects.filter(organization_id=organization, recipient=person).delete()
        CustomerToken.objects.filter(organization_id=organization, recipient=person).delete()
        unwish(organization, recipient=person.id)
        forget_values(organization, account=account, events=_events_about(organization, account, person))
        person.name, person.email = _NO_NAME, f"{person.id.hex}@erased.invalid"
        person.receive_invoice = person.receive_payment_confirmation = False
        person.receive_subscription_notifications = person.has_self_service_access = False
        person.removed_at = person.removed_at or at
        person.save()


def _forget_logins(organization: OrganizationId, person: Recipient, email: str) -> None:
    mine = {"organization_id": organization}
    PortalSession.objects.filter(**mine, recipient_id=person.id).delete()
    links = LoginLink.objects.filter(**mine, recipient_id=person.id)
    requests = list(links.values_list("login_request_id", flat=True))
    LinkEvent.objects.filter(**mine, link__in=links).delete()
    links.delete()
    LoginRequest.objects.filter(**mine, id__in=requests, links=None).delete()
    DirectLink.objects.filter(**mine).filter(Q(recipient_id=person.id) | Q(recipient_id=None, email=email)).delete()
    twins = Recipient.objects.filter(**mine, email=email).exclude(id=person.id)
    if not twins.exists():
        LoginRequest.objects.filter(**mine, email=email, links=None).delete()
        PortalIdentity.objects.filter(**mine, email=email).delete()


def forget_guests(organization: OrganizationId, *, account: UUID, email: str = "") -> None:
    """Delete what somebody asked for as a guest: for this account, with this address where one is given."""
    links = GuestLink.objects.filter(organization_id=organization, account_id=account)
    links = links.filter(guest_request__email=email) if email else links
    asked = list(links.values_list("guest_request_id", flat=True))
    links.delete()
    requests = GuestRequest.objects.filter(organization_id=organization, links=None)
    named = Q(email=email) if email and not _stands(organization, email, account) else Q(pk__in=[])
    requests.filter(Q(id__in=asked) | named).delete()


def _stands(organization: OrganizationId, email: str, account: UUID) -> bool:
    """Whether the address is another account's, too."""
    return Recipient.objects.filter(organization_id=organization, email=email).exclude(account_id=account).exists()


def _forget_mails_and_files(organization: OrganizationId, person: Recipient) -> None:
    Message.objects.filter(organization_id=organization, key__endswith=f":{person.id}").delete()
    exports = DataExport.objects.filter(organization_id=organization, recipient_id=person.id)
    DataExportPart.objects.filter(organization_id=organization, data_export__in=exports).delete()
    exports.update(state=DataExport.State.GONE)


def _events_about(organization: OrganizationId, account: UUID, person: Recipient) -> list[UUID]:
    """What the person did, what was done about the person, and where the address stands, as in an invitation."""
    addressed = PersonalValue.objects.filter(
        organization_id=organization, account_id=account, value__icontains=person.email
    )
    named = Q(actor_kind="recipient", actor_id=str(person.id)) | Q(data__recipient=str(person.id))
    named |= Q(id__in=addressed.values("event_id"))
    found = Event.objects.filter(named, organization_id=organization, account_id=account)
    return list(found.values_list("id", flat=True))
