"""Creditor agreements, and what the library checks a delivery against."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from betalingsservice.calendar import COMPUTED, Calendar, NonBankingDay
from betalingsservice.overlay import read_overlay
from betalingsservice.settings import Agreement, Product, Settings
from selvbetjening.domain.directdebit.lifecycle import AgreementState
from selvbetjening.domain.directdebit.models import CreditorAgreement as CreditorAgreement
from selvbetjening.domain.directdebit.ports import Clearing
from selvbetjening.domain.directdebit.rules.agreements import Terms
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def agreements(
    organization: OrganizationId, *, active_on: date | None = None, is_test: bool | None = None
) -> list[CreditorAgreement]:
    """The company's agreements by PBS number; those in force on a day, and of one environment, where that is asked."""
    found = CreditorAgreement.objects.filter(organization_id=organization)
    if is_test is not None:
        found = found.filter(is_test=is_test)
    if active_on is not None:
        found = found.filter(state=AgreementState.ACTIVE, starts_on__lte=active_on)
    return list(found)


def get_agreement(organization: OrganizationId, *, agreement: UUID) -> CreditorAgreement:
    """One agreement. Raises `CreditorAgreement.DoesNotExist`."""
    return CreditorAgreement.objects.get(organization_id=organization, id=agreement)


def terms_of(organization: OrganizationId, *, agreement: UUID) -> Terms:
    """What is agreed about it now. Raises `CreditorAgreement.DoesNotExist`."""
    mine = get_agreement(organization, agreement=agreement)
    return Terms(**{each.name: getattr(mine, each.name) for each in fields(Terms)})


def agreement_for(organization: OrganizationId, *, pbs_number: str, is_test: bool = False) -> CreditorAgreement | None:
    """The company's active agreement with this PBS number. None is somebody else's, unknown or ended, never which."""
    mine = CreditorAgreement.objects.filter(organization_id=organization, state=AgreementState.ACTIVE)
    return mine.filter(pbs_number=pbs_number, is_test=is_test).first()


def outside(organization: OrganizationId, *, is_test: bool) -> list[str]:
    """The PBS numbers under which somebody else is Betalingsservice: we answer nothing that is asked under them."""
    mine = CreditorAgreement.objects.filter(organization_id=organization, state=AgreementState.ACTIVE, role="external")
    return sorted(mine.filter(is_test=is_test).values_list("pbs_number", flat=True))


def as_settings(organization: OrganizationId, *, at: datetime, is_test: bool = False) -> Settings:
    """What a delivery that came at a moment is checked against.

    The library has one choice for a whole delivery: several collections a day (U15) and a late one (U13) pass it when
    any agreement lets them, and `effects` judges each by its own.
    """
    mine = agreements(organization, active_on=copenhagen_day(at), is_test=is_test)
    return Settings(
        received_at=at,
        agreements={each.pbs_number: as_library(organization, agreement=each) for each in mine},
        calendar=calendar(),
        several_a_day=any(each.several_a_day for each in mine),
        deadline_waived=any(each.on_late == "next_month" for each in mine),
    )


def as_library(organization: OrganizationId, *, agreement: CreditorAgreement) -> Agreement:
    """The agreement as the library knows it. Raises ValueError for another company's."""
    if agreement.organization_id != organization:
        raise ValueError("another company's agreement")
    return Agreement(
        pbs_number=agreement.pbs_number,
        groups=frozenset({agreement.debtor_group}),
        product=Product(agreement.product),
        rule=NonBankingDay(agreement.on_closed_day),
    )


def calendar() -> Calendar:
    """The banking days and deadlines of this installation: computed, corrected by the operator's table (BP-83, U13)."""
    return _calendar(settings.BETALINGSSERVICE_CALENDAR)


def clearing() -> Clearing:
    """Who decides collections (`settings.CLEARING`)."""
    made: Clearing = import_string(settings.CLEARING)(calendar=calendar())
    return made


def late_fee(*, on: date) -> int | None:
    """Øre for each collection after the ordinary deadline, valid on a day; None where no price is set (U14)."""
    fees: Sequence[tuple[str, int]] = sorted(settings.BETALINGSSERVICE_LATE_FEES.items())
    valid = [fee for day, fee in fees if date.fromisoformat(day) <= on]
    return valid[-1] if valid else None


@lru_cache(maxsize=4)
def _calendar(path: str) -> Calendar:
    return Calendar(read_overlay(Path(path).read_text("utf-8"))) if path else COMPUTED
