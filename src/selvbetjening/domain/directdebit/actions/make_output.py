"""Number the deliveries that tell the company what happened: 0602, 0603 and 0621, without gaps and each row once.

What waits to be told has no output; giving it one is one UPDATE. Where nothing waits no number is used, and a rolled
back transaction gives its number back.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Q

from betalingsservice.deadlines import Month
from selvbetjening.domain.directdebit.actions.forget_details import forget_details
from selvbetjening.domain.directdebit.events import OutputMade
from selvbetjening.domain.directdebit.lifecycle import OUTPUT, OutputState
from selvbetjening.domain.directdebit.models import CreditorAgreement, Output, OutputKind, OutputSeries
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.rules.dates import refusal_day
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId, new_id

_WAITING: Final = "organization_id = %s AND agreement_id = %s AND output_id IS NULL"
_PAYMENTS: Final = f"""
    WITH told AS (
        UPDATE directdebit_settlement s SET output_id = %s
        WHERE {_WAITING} AND NOT is_told AND (%s::date IS NULL OR EXISTS (
            SELECT FROM directdebit_collection c WHERE c.organization_id = s.organization_id AND c.id = s.collection_id
                AND c.pays_on < %s
        )) RETURNING amount_minor
    ) SELECT count(*), coalesce(sum(amount_minor), 0) FROM told
"""  # noqa: S608 - constants of this file
_MANDATES: Final = f"""
    WITH told AS (UPDATE directdebit_mandateevent SET output_id = %s WHERE {_WAITING} AND NOT is_told RETURNING 1)
    SELECT count(*), 0 FROM told
"""  # noqa: S608 - constants of this file
_FULL: Final = """
    WITH told AS (
        INSERT INTO directdebit_mandateevent (id, organization_id, mandate_id, agreement_id, code, customer_number,
            told_raw, ends_raw, at, is_told, source_line, output_id)
        SELECT gen_random_uuid(), organization_id, id, agreement_id, '0230', customer_number, told_raw, '000000', %s,
            false, 0, %s
        FROM directdebit_mandate WHERE organization_id = %s AND agreement_id = %s AND state = 'active' RETURNING 1
    ) SELECT count(*), 0 FROM told
"""
_INFORMATION: Final = f"""
    WITH told AS (
        UPDATE directdebit_informationline SET output_id = %s WHERE {_WAITING} AND first_raw = ''
        RETURNING amount_minor
    ) SELECT count(*), coalesce(sum(amount_minor), 0) FROM told
"""  # noqa: S608 - constants of this file


def make_outputs(organization: OrganizationId, *, today: date, at: datetime) -> list[Output]:
    """Make every output that is due today by what each agreement has chosen; those that were made."""
    with within(organization):
        mine = CreditorAgreement.objects.filter(organization_id=organization, role="operator").order_by("pbs_number")
        wanted = [(each.id, kind) for each in mine for kind in _chosen(organization, each, today)]
    made = [make_output(organization, agreement=id_, kind=kind, today=today, at=at) for id_, kind in wanted]
    return [each for each in made if each is not None]


def make_output(
    organization: OrganizationId, *, agreement: UUID, kind: OutputKind, today: date, at: datetime
) -> Output | None:
    """Put what waits to be told into a delivery of its own with the next number; None where nothing waits.

    A full list (`mandates_full`) is made whenever it is asked for, if there is a mandate; 0602 that is `collected` once
    a month, after the debtors' refusal day (15), with every payment due until then. Records `OutputMade`. Raises
    `CreditorAgreement.DoesNotExist`.
    """
    with within(organization):
        mine = CreditorAgreement.objects.get(organization_id=organization, id=agreement)
        series = locked_series(organization, agreement=mine, to_bs=False)
        cut = _cut(organization, mine, kind, today)
        if cut is not None and today < cut:
            return None
        id_ = new_id()
        rows, total = _take(organization, mine, kind, id_, cut, at)
        if not rows:
            return None
        series.last_number += 1
        series.save(update_fields=["last_number"])
        made = Output.objects.create(
            id=id_, organization_id=organization, agreement=mine, kind=kind, supplier_number=mine.data_supplier,
            is_test=mine.is_test, number=series.last_number, made_on=today, made_at=at, rows=rows, total_minor=total,
        )  # fmt: skip
        fact = OutputMade(output=id_, kind=kind, number=made.number, rows=rows)
        record(organization, fact=fact, actor=SYSTEM, at=at)
    return made


def mark_kept(organization: OrganizationId, *, output: UUID, sha256: bytes, size: int, at: datetime) -> bool:
    """The bytes are stored where they can be fetched; False where that was so before."""
    with within(organization):
        mine = Output.objects.filter(organization_id=organization, id=output, state__in=OUTPUT.sources("keep"))
        kept = bool(mine.update(state=OutputState.KEPT, sha256=sha256, size=size, kept_at=at))
        if kept:
            forget_details(organization, which=Q(output_id=output))
    return kept


def _chosen(organization: OrganizationId, agreement: CreditorAgreement, today: date) -> list[OutputKind]:
    kinds = [OutputKind.PAYMENTS, OutputKind.MANDATES]
    if agreement.information:
        kinds.append(OutputKind.INFORMATION)
    if agreement.mandates == "both" and today.day >= agreement.full_list_day and agreement.state == "active":
        this_month = Output.objects.filter(
            organization_id=organization, agreement=agreement, kind=OutputKind.MANDATES_FULL,
            made_on__gte=today.replace(day=1), made_on__lte=today,
        )  # fmt: skip
        if not this_month.exists():
            kinds.append(OutputKind.MANDATES_FULL)
    return kinds


def locked_series(organization: OrganizationId, *, agreement: CreditorAgreement, to_bs: bool) -> OutputSeries:
    """The agreement's series of numbers, its row locked until the open transaction ends."""
    key = {"supplier_number": agreement.data_supplier, "is_test": agreement.is_test, "to_bs": to_bs}
    OutputSeries.objects.bulk_create([OutputSeries(organization_id=organization, **key)], ignore_conflicts=True)
    return OutputSeries.objects.select_for_update().get(organization_id=organization, **key)


def _cut(organization: OrganizationId, agreement: CreditorAgreement, kind: OutputKind, today: date) -> date | None:
    """The day of the month's one 0602, the first after the refusal day; the next month's where it has been made.

    None where nothing is collected into one file.
    """
    if kind != OutputKind.PAYMENTS or agreement.payments != "collected":
        return None
    days = calendar()
    cut = refusal_day(pays_on=today, calendar=days) + timedelta(days=1)
    made = Output.objects.filter(
        organization_id=organization, agreement=agreement, kind=kind, made_on__gte=cut, made_on__lte=today
    )
    return refusal_day(pays_on=Month.of(today).after.first, calendar=days) + timedelta(days=1) if made.exists() else cut


def _take(
    organization: OrganizationId,
    agreement: CreditorAgreement,
    kind: OutputKind,
    output: UUID,
    cut: date | None,
    at: datetime,
) -> tuple[int, int]:
    waiting: list[Any] = [output, organization, agreement.id]
    statement, values = _INFORMATION, waiting
    if kind == OutputKind.PAYMENTS:
        statement, values = _PAYMENTS, [*waiting, cut, cut]
    elif kind == OutputKind.MANDATES:
        statement = _MANDATES
    elif kind == OutputKind.MANDATES_FULL:
        statement, values = _FULL, [at, *waiting]
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, Any] = cursor.fetchone()
    return int(found[0]), int(found[1])
