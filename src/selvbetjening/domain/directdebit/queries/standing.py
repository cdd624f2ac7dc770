"""Mandates, collections and unmatched answers as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from betalingsservice.identifiers import match_key
from selvbetjening.domain.directdebit.models import Collection as Collection
from selvbetjening.domain.directdebit.models import Mandate as Mandate
from selvbetjening.domain.directdebit.models import MandateEvent as MandateEvent
from selvbetjening.domain.directdebit.models import Settlement as Settlement
from selvbetjening.domain.directdebit.models import UnmatchedAnswer as UnmatchedAnswer
from selvbetjening.domain.directdebit.rules.answers import ENDS
from selvbetjening.kernel.ids import OrganizationId

#: After the last character that a customer number may hold: what begins with a text lies before it.
_AFTER = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: one agreement, a customer number by how it begins (zeros before it mean nothing), states,
    payment days from and before a day."""

    agreement: UUID | None = None
    search: str = ""
    states: Sequence[str] = ()
    pays_from: date | None = None
    pays_before: date | None = None


def mandates(organization: OrganizationId, *, wanted: Wanted, limit: int = 50, offset: int = 0) -> list[Mandate]:
    """The mandates that are looked for, by customer number; those of a number newest first."""
    found = _mandates(organization, wanted).select_related("agreement").order_by("match_key", "-made_at")
    return list(found[offset : offset + limit])


def count_mandates(organization: OrganizationId, *, wanted: Wanted) -> int:
    """How many there are."""
    return _mandates(organization, wanted).count()


def collections(organization: OrganizationId, *, wanted: Wanted, limit: int = 50, offset: int = 0) -> list[Collection]:
    """The collections that are looked for, the latest payment day first."""
    found = _collections(organization, wanted).select_related("agreement").order_by("-pays_on", "match_key", "id")
    return list(found[offset : offset + limit])


def count_collections(organization: OrganizationId, *, wanted: Wanted) -> int:
    """How many there are."""
    return _collections(organization, wanted).count()


def get_mandate(organization: OrganizationId, *, mandate: UUID) -> Mandate:
    """One mandate. Raises `Mandate.DoesNotExist`."""
    return Mandate.objects.select_related("agreement").get(organization_id=organization, id=mandate)


def get_collection(organization: OrganizationId, *, collection: UUID) -> Collection:
    """One collection. Raises `Collection.DoesNotExist`."""
    return Collection.objects.select_related("agreement").get(organization_id=organization, id=collection)


def told_of_mandate(organization: OrganizationId, *, mandate: UUID) -> list[MandateEvent]:
    """What was told of a mandate, oldest first, both dates raw (U4)."""
    return list(MandateEvent.objects.filter(organization_id=organization, mandate_id=mandate).order_by("at", "code"))


def told_of_collection(organization: OrganizationId, *, collection: UUID) -> list[Settlement]:
    """What was told of a collection, oldest first."""
    mine = Settlement.objects.filter(organization_id=organization, collection_id=collection)
    return list(mine.order_by("at", "code"))


def unmatched(
    organization: OrganizationId, *, delivery_type: str = "", open_only: bool = True, limit: int = 500
) -> list[UnmatchedAnswer]:
    """Answers that belong to nothing, or to several, oldest first; those that nobody has dealt with."""
    found = UnmatchedAnswer.objects.filter(organization_id=organization)
    if delivery_type:
        found = found.filter(delivery_type=delivery_type)
    if open_only:
        found = found.filter(handled_at__isnull=True)
    return list(found.select_related("agreement").order_by("at", "source_line")[:limit])


def to_deal_with(organization: OrganizationId, *, limit: int = 500) -> list[UnmatchedAnswer]:
    """Those of them that somebody has to deal with, oldest first: money, and mandates that ended and are not here.

    A mandate that began is not among them: it stands here, and is listed as long as it is no account's.
    """
    began = Q(delivery_type="0603", reason__in=("unknown", "ambiguous")) & ~Q(code__in=list(ENDS))
    found = UnmatchedAnswer.objects.filter(~began, organization_id=organization, handled_at__isnull=True)
    return list(found.order_by("at", "source_line")[:limit])


def _mandates(organization: OrganizationId, wanted: Wanted) -> QuerySet[Mandate]:
    found = Mandate.objects.filter(organization_id=organization)
    if wanted.agreement:
        found = found.filter(agreement_id=wanted.agreement)
    if wanted.states:
        found = found.filter(state__in=wanted.states)
    if beginning := match_key(wanted.search):
        found = found.filter(match_key__gte=beginning, match_key__lt=beginning + _AFTER)
    return found


def _collections(organization: OrganizationId, wanted: Wanted) -> QuerySet[Collection]:
    found = Collection.objects.filter(organization_id=organization)
    if wanted.agreement:
        found = found.filter(agreement_id=wanted.agreement)
    if wanted.states:
        found = found.filter(state__in=wanted.states)
    if wanted.pays_from:
        found = found.filter(pays_on__gte=wanted.pays_from)
    if wanted.pays_before:
        found = found.filter(pays_on__lt=wanted.pays_before)
    if beginning := match_key(wanted.search):
        found = found.filter(match_key__gte=beginning, match_key__lt=beginning + _AFTER)
    return found
