"""Tell who pays by card that it is about to expire (XB-41)."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import CardExpiring
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.rules.cards import marks_to_tell
from selvbetjening.domain.payments.rules.retry import plan_of
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: The most days before its expiry that a company can have a card warned of (settings register: two digits).
LONGEST_BEFORE = timedelta(days=100)


def warn_expiry(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """Record `CardExpiring` for each active card that reaches one of the company's marks; how many. Twice is once.

    A mark that was told is kept with the card, in the transaction of the fact; a new expiry begins anew.
    """
    with within(organization):
        marks = plan_of(text=Organization.objects.get(id=organization).choice("card_expiry_warnings"))
        if not marks:
            return 0
        last = today + timedelta(days=max(marks))
        near = Q(exp_year__lt=last.year) | Q(exp_year=last.year, exp_month__lte=last.month)
        due = PaymentCard.objects.filter(near, organization_id=organization, state="active").select_for_update(
            no_key=True, skip_locked=True
        )
        told = 0
        for card in due:
            mark = marks_to_tell(expires_on=card.expires_on, today=today, marks=marks, told=card.warned)
            if mark is None or card.expires_on is None:
                continue
            card.warned = [*card.warned, mark]
            card.save(update_fields=["warned"])
            fact = CardExpiring(
                account=card.account_id, card=card.id, days=(card.expires_on - today).days, expires_on=card.expires_on
            )
            record(organization, fact=fact, actor=SYSTEM, at=at)
            told += 1
    return told


@job(name="payments.warn_expiry")
def warn_expiry_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: tells of whatever expires soon on the day it wakes."""
    warn_expiry(organization, today=copenhagen_day(at), at=at)


def sweep(*, at: datetime) -> int:
    """Wake the warnings of each organization with a card that expires within a hundred days; how many."""
    near = copenhagen_day(at) + LONGEST_BEFORE
    soon = Q(exp_year__lt=near.year) | Q(exp_year=near.year, exp_month__lte=near.month)
    with doorway(reason="cards that expire soon", actor=SYSTEM, at=at) as alias:
        cards = PaymentCard.objects.using(alias).filter(soon, state="active").order_by("organization_id")
        found = list(cards.values_list("organization_id", flat=True).distinct())
    for organization in found:
        with within(OrganizationId(organization)):
            warn_expiry_job.defer(OrganizationId(organization))
    return len(found)
