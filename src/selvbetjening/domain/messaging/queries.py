"""What may be asked about mail."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.rules.letters import Sender, plain
from selvbetjening.domain.messaging.rules.own_words import OwnWords, read
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel.colour import ColourRefused, brand
from selvbetjening.kernel.ids import OrganizationId

#: Where a portal serves its company's logo; the customer door's urls hold the same path.
LOGO_PATH = "/logo.png"


def sender(organization: OrganizationId) -> Sender:
    """The company as its mails show it: name as plain text, its logo if it has one, its readable colours."""
    company = organizations.get(organization)
    origin = organizations.portal_origin(organization)
    logo = organizations.logo(organization)
    try:
        look = brand(company.brand_colour)
    except ColourRefused:
        look = None
    return Sender(
        name=plain(text=company.name),
        reply_to=company.choice("mail_reply_to") or company.email,
        origin=origin,
        logo_url=f"{origin}{LOGO_PATH}?v={logo.sha256[:12]}" if logo else "",
        brand=look,
        shows_amounts=bool(company.choice("mail_show_amounts")),
        from_name=plain(text=company.choice("mail_sender_name")),
        phone=plain(text=company.phone),
        own_words=read(kept=company.choice("mail_words")),
    )


def business_sender(organization: OrganizationId) -> Sender:
    """As `sender`, for mails to the company's own people: they lead to the business portal."""
    return replace(sender(organization), origin=organizations.business_origin())


def operators_sender() -> Sender:
    """The installation as sender of mails to its operators: they lead to the operators' own host."""
    return replace(sender(PLATFORM), origin=organizations.staff_origin())


def last_of(organization: OrganizationId, *, kind: str) -> datetime | None:
    """When the newest mail of a kind was written."""
    mine = Message.objects.filter(organization_id=organization, kind=kind)
    return mine.order_by("-created_at").values_list("created_at", flat=True).first()


def own_words(organization: OrganizationId) -> dict[tuple[str, str], OwnWords]:
    """What the company says itself in its mails, by kind of mail and language."""
    return read(kept=organizations.get(organization).choice("mail_words"))


def written_since(organization: OrganizationId, *, at: datetime) -> list[Message]:
    """The mails that were written from that instant on, the earliest first, without their words."""
    found = Message.objects.filter(organization_id=organization, created_at__gte=at).defer("text", "html")
    return list(found.order_by("created_at", "id"))


def failed(organization: OrganizationId, *, limit: int = 100) -> list[Message]:
    """Mails that could not be delivered, newest first, for people to look at."""
    return list(
        Message.objects.filter(organization_id=organization, state=Message.State.FAILED)
        .defer("text", "html")
        .order_by("-created_at")[:limit]
    )


def refused_addresses(organization: OrganizationId, *, addresses: Collection[str]) -> dict[str, datetime]:
    """Those of the addresses that a mail server has refused for good, by address, and when that mail was written.

    Only what it said of the receiver counts (5xx at RCPT): another refusal says nothing about the address. A mail whose
    address was erased with age tells nothing any more (BP-77).
    """
    rows = Message.objects.filter(
        organization_id=organization,
        state=Message.State.FAILED,
        to_address__in=addresses,
        last_error__startswith="recipient_5",
    )
    return {row["to_address"]: row["latest"] for row in rows.values("to_address").annotate(latest=Max("created_at"))}


def by_keys(organization: OrganizationId, *, keys: Collection[str]) -> dict[str, Message]:
    """The mails with these keys, by key, without their words; those that were not written are left out."""
    found = Message.objects.filter(organization_id=organization, key__in=keys).defer("text", "html")
    return {mail.key: mail for mail in found}


def waiting(organization: OrganizationId) -> int:
    """How many mails are on their way, retries included."""
    return Message.objects.filter(organization_id=organization, state=Message.State.QUEUED).count()


def sent(organization: OrganizationId, *, since: datetime) -> int:
    """How many mails were taken by the mail server from that instant on."""
    return Message.objects.filter(organization_id=organization, sent_at__gte=since).count()
