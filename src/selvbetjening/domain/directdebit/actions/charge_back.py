"""A payment was taken back by somebody in a way the clearing was not asked about: believed at any time (15, U24)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.directdebit.actions.apply_answers import Told, apply_own
from selvbetjening.domain.directdebit.actions.facts_of import facts_of
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.ports import Verdict
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.rules.answers import code_of
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def charge_back(organization: OrganizationId, *, collection: UUID, on: date, actor: Actor, at: datetime) -> bool:
    """Take a payment back on a day, whole (15: only whole payments); False where there is none to take back.

    0602 tells it as 0239, or 0299 for a slip. Records `CollectionChargedBack`. Raises `Collection.DoesNotExist`.
    """
    with within(organization):
        found = Collection.objects.get(organization_id=organization, id=collection)
        code = code_of(verdict=Verdict.CHARGED_BACK, is_slip=found.way == "slip")
        if code is None or found.state not in {"completed", "final"}:
            return False
        told = Told(
            collection=found.id, code=code, amount_minor=found.amount_minor, settled_on=on, paid_on=on,
            booked_on=calendar().following(on),
        )  # fmt: skip
        applied = apply_own(organization, told=[told], at=at)
        record_many(organization, facts=facts_of(applied=applied), actor=actor, at=at)
    return bool(applied)
