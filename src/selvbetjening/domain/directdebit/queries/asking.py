"""What may be asked for, and of whom: possible days, and who has a mandate."""

from collections.abc import Collection as Group
from datetime import date, datetime
from uuid import UUID

from betalingsservice.identifiers import fold_customer_number, match_key
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate
from selvbetjening.domain.directdebit.queries.agreements import calendar, get_agreement
from selvbetjening.domain.directdebit.rules.asking import Days, PossibleDays, possible
from selvbetjening.kernel.ids import OrganizationId


def possible_days(
    organization: OrganizationId, *, agreement: UUID, from_on: date, with_fee: bool = False, at: datetime
) -> PossibleDays | None:
    """The first due day from a day on that may be asked for, and by when; None where none is within the 90 days.

    Raises `CreditorAgreement.DoesNotExist`.
    """
    mine = get_agreement(organization, agreement=agreement)
    return possible(from_on=from_on, at=at, days=days_of(agreement=mine, with_fee=with_fee))


def mandate_of(
    organization: OrganizationId, *, customer_number: str, agreement: UUID | None = None, is_test: bool = False
) -> Mandate | None:
    """The customer's live mandate, under an active agreement (or the one that is named); None without one.

    Zeros before a customer number mean nothing. Under several agreements the oldest mandate goes first.
    """
    key = match_key(fold_customer_number(customer_number))
    mine = Mandate.objects.filter(
        organization_id=organization, match_key=key, state__in=LIVE_MANDATE, agreement__state="active",
        agreement__organization=organization, agreement__is_test=is_test,
    )  # fmt: skip
    if agreement is not None:
        mine = mine.filter(agreement_id=agreement)
    return mine.select_related("agreement").order_by("made_at").first()


def live_mandates(organization: OrganizationId, *, agreement: UUID, keys: Group[str]) -> dict[str, Mandate]:
    """The live mandates of these customers (without leading zeros) under an agreement."""
    mine = Mandate.objects.filter(
        organization_id=organization, agreement_id=agreement, match_key__in=keys, state__in=LIVE_MANDATE
    )
    return {each.match_key: each for each in mine}


def days_of(*, agreement: CreditorAgreement, with_fee: bool = False) -> Days:
    """What decides about the days of an agreement."""
    return Days(
        calendar=calendar(), is_test=agreement.is_test, is_external=agreement.role == "external", with_fee=with_fee
    )
