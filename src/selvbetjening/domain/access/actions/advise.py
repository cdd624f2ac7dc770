"""The weekly mail to Access Managers: that there are too few of them, or that a review is due (BP-30, BP-27)."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext, override

from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.advice import advice_for
from selvbetjening.domain.access.queries.tasks import ManagerHealth, manager_health
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.notices import NewNotice, week_of
from selvbetjening.domain.messaging import mails
from selvbetjening.kernel.days import COPENHAGEN, copenhagen_day
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.wording import gettext_noop

#: Nobody is written to about this in the night.
_MORNING: Final = 7
_WORDS: Final[dict[str, str]] = {
    "two_managers": gettext_noop(
        "Your company has fewer than two Access Managers to rely on. If the last one leaves, nobody can let anybody "
        "in. Add at least one more."
    ),
    "review": gettext_noop("It is time to look through who has access."),
}


def advise(organization: OrganizationId, *, at: datetime) -> None:
    """Write to each active manager who has not put the advice off, once in a week.

    Who counts as a manager to rely on has logged in and has no end date. A manager who came this week hears it from the
    next Monday on; until then the card on the front page says it. Called inside the company's transaction.
    """
    today = copenhagen_day(at)
    if at.astimezone(COPENHAGEN).hour < _MORNING:
        return
    health = manager_health(organization, at=at, today=today)
    people = Membership.objects.filter(
        organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
    ).exclude(email="")
    week = week_of(day=today)
    for row in people.order_by("id"):
        codes = advice_for(organization, membership=row.id, at=at, today=today)
        if not codes or copenhagen_day(row.joined_at) >= week:
            continue
        key = f"advice:{week.isoformat()}:{row.id}"
        tell(
            organization, to=row, notice=NewNotice("advice", "other:advice"), key=key, draw=mails.managers_advised,
            values=_values(organization, codes, health), at=at,
        )  # fmt: skip


def _values(organization: OrganizationId, codes: list[str], health: ManagerHealth) -> Any:
    def values(language: Language) -> dict[str, Any]:
        with override(language):
            numbers = [
                (gettext("Active Access Managers"), str(health.active)),
                (gettext("Of them here in the last 60 days"), str(health.recently)),
                (gettext("Of them with an end date"), str(health.with_end)),
                (gettext("Of them from other companies"), str(health.external)),
            ]
            advice = [gettext(_WORDS[code]) for code in codes]
        shown = numbers if "two_managers" in codes else []
        return {"advice": advice, "numbers": shown, "path": f"/v/{organization}/"}

    return values
