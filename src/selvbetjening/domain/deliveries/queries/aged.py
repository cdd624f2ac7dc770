"""Files of which nothing needs to be known any more (BP-49)."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from selvbetjening.domain.deliveries.lifecycle import DELIVERY, DeliveryState, StagingState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove, DeliveryReceipt, OutFile
from selvbetjening.domain.deliveries.rules.retention import first_kept, goes_on
from selvbetjening.domain.directdebit.models import Collection, UnmatchedAnswer
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.events import SettingsChosen
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId

#: Nothing comes of a file in these, once its content is gone.
OVER = (*DELIVERY.ends(), DeliveryState.QUARANTINED, DeliveryState.FAILED)
_DAY = timedelta(days=1)
_STILL_OPEN = ("received", "scheduled")


def kept_since(organization: OrganizationId, *, today: date) -> datetime:
    """The moment from which on what is known of files is kept, by the company's financial year and settings.

    What came to its end before the company changed its financial year is kept a year longer: the year that it belonged
    to then may have ended later than it would now (bogføringsloven § 12).
    """
    ends, years = _settings(organization)
    cut, longer = (
        start_of_day(first_kept(today=today, financial_year_ends=ends, years=each)) for each in (years, years + 1)
    )
    return longer if _was_another_year(organization, since=longer, until=cut, today=today) else cut


def _was_another_year(organization: OrganizationId, *, since: datetime, until: datetime, today: date) -> bool:
    """Whether the financial year was changed after the first of the files that ended in that time."""
    rows = Delivery.objects.filter(organization_id=organization, state_at__gte=since, state_at__lt=until)
    first = rows.aggregate(first=Min("state_at"))["first"]
    if first is None:
        return False
    changes = Event.objects.filter(
        organization_id=organization, name=SettingsChosen.name, at__gte=first, at__lt=start_of_day(today) + _DAY,
        data__codes__contains=["financial_year_end"],
    )  # fmt: skip
    return changes.exists()


def record_goes_on(organization: OrganizationId, *, row: Delivery) -> date | None:
    """The first day on which what is known of a file may be deleted; None while its way is not over."""
    if row.state not in OVER:
        return None
    ends, years = _settings(organization)
    return goes_on(ended_on=copenhagen_day(row.state_at), financial_year_ends=ends, years=years)


def content_goes_on(organization: OrganizationId, *, row: Delivery) -> date | None:
    """The day on which a file's content is deleted; None while its way is not over, and where it is gone."""
    if row.state not in OVER or row.content_gone_on is not None:
        return None
    days = Organization.objects.get(id=organization).choice("files_content_days")
    return copenhagen_day(row.state_at) + timedelta(days=days)


def _settings(organization: OrganizationId) -> tuple[str, int]:
    company = Organization.objects.get(id=organization)
    return company.choice("financial_year_end"), company.choice("files_record_years")


def aged_deliveries(organization: OrganizationId, *, before: datetime) -> QuerySet[Delivery]:
    """Deliveries that came to their end before that moment, whose content is gone and that nothing holds.

    Held is what a later file repeats, a receipt that is younger or not signed yet, and a collection or an answer of it
    that somebody still waits for.
    """
    mine = {"organization_id": organization}
    rows = Delivery.objects.filter(**mine, state__in=OVER, state_at__lt=before, content_gone_on__isnull=False)
    of_it = {**mine, "source_delivery": OuterRef("pk")}
    holds = (
        Delivery.objects.filter(**mine, duplicate_of=OuterRef("pk")),
        DeliveryReceipt.objects.filter(
            Q(delivery=OuterRef("pk")) | Q(staging_id=OuterRef("pk")), Q(seq=None) | Q(issued_at__gte=before), **mine
        ),
        DeliveryMove.objects.filter(**mine, delivery=OuterRef("pk"), at__gte=before),
        Collection.objects.filter(**of_it, state__in=_STILL_OPEN),
        UnmatchedAnswer.objects.filter(**of_it, handled_at=None),
    )
    for hold in holds:
        rows = rows.exclude(Exists(hold))
    return rows.order_by("number")


def aged_receipts(organization: OrganizationId, *, before: datetime) -> QuerySet[DeliveryReceipt]:
    """Receipts about uploads that never became a delivery and are thrown away."""
    return DeliveryReceipt.objects.filter(
        organization_id=organization, delivery=None, seq__isnull=False, issued_at__lt=before,
        staging__state=StagingState.REMOVED,
    ).order_by("seq")  # fmt: skip


def aged_out_files(organization: OrganizationId, *, before: datetime) -> QuerySet[OutFile]:
    """Files to collect that were made and last fetched before that moment; the one with the newest number stays."""
    rows = OutFile.objects.filter(organization_id=organization, made_at__lt=before, content_gone_on__isnull=False)
    rows = rows.exclude(collected_at__gte=before)
    newest = OutFile.objects.filter(organization_id=organization, number__isnull=False).order_by("-number").first()
    return rows if newest is None else rows.exclude(id=newest.id)
