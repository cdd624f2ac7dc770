"""Open a creditor agreement, change its terms, end it (betalingsservice.md 1, 2)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.directdebit.actions.hold_orders import drop_what_waits
from selvbetjening.domain.directdebit.actions.register_collections import LOCK as COLLECTIONS
from selvbetjening.domain.directdebit.actions.register_mandates import LOCK as MANDATES
from selvbetjening.domain.directdebit.events import AgreementOpened, AgreementTermsChanged, CreditorAgreementEnded
from selvbetjening.domain.directdebit.lifecycle import AGREEMENT, AgreementState
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.rules.agreements import ACCOUNT, LOCKED, Terms, TermsRefused, checked
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def open_agreement(
    organization: OrganizationId, *, terms: Terms, starts_on: date | None = None, actor: Actor, at: datetime
) -> CreditorAgreement:
    """Let the company collect under a PBS number from a day on (today unless said).

    Records `AgreementOpened`. Raises `TermsRefused`; `taken` where anybody has an active agreement with the number.
    """
    fields = asdict(checked(terms=terms))
    with within(organization):
        before = CreditorAgreement.objects.filter(
            organization_id=organization, pbs_number=terms.pbs_number, is_test=terms.is_test
        ).order_by("-made_at")
        old = before.first()
        still = old.account_changed_at if old is not None else None
        other = old is not None and any(getattr(old, field) != fields[field] for field in ACCOUNT)
        try:
            with transaction.atomic():
                made = CreditorAgreement.objects.create(
                    organization_id=organization, starts_on=starts_on or copenhagen_day(at), made_at=at,
                    account_changed_at=at if other else still, **fields,
                )  # fmt: skip
        except IntegrityError:
            raise TermsRefused("pbs_number", "taken") from None
        fact = AgreementOpened(agreement=made.id, role=made.role, is_test=made.is_test)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def change_agreement(
    organization: OrganizationId,
    *,
    agreement: UUID,
    terms: Terms,
    only: Collection[str] | None = None,
    actor: Actor,
    at: datetime,
) -> CreditorAgreement:
    """Agree on other terms; what is locked to the PBS number stays (2). The same terms twice change nothing.

    `only` names what somebody decided; the rest stays as it is now, whoever changed it meanwhile. Records
    `AgreementTermsChanged`. Raises `TermsRefused` and `CreditorAgreement.DoesNotExist`.
    """
    fields = asdict(checked(terms=terms))
    with within(organization):
        mine = CreditorAgreement.objects.select_for_update().get(
            organization_id=organization, id=agreement, state=AgreementState.ACTIVE
        )
        for field in LOCKED:
            if getattr(mine, field) != fields.pop(field):
                raise TermsRefused(field, "locked")
        asked = {field: value for field, value in fields.items() if only is None or field in only}
        changed = sorted(field for field, value in asked.items() if getattr(mine, field) != value)
        if changed:
            for field in changed:
                setattr(mine, field, fields[field])
            if set(changed) & ACCOUNT:
                mine.account_changed_at = at
            mine.save(update_fields=[*changed, "account_changed_at"])
            fact = AgreementTermsChanged(agreement=mine.id, what=changed)
            record(organization, fact=fact, actor=actor, at=at)
    return mine


def end_agreement(organization: OrganizationId, *, agreement: UUID, ends_on: date, actor: Actor, at: datetime) -> bool:
    """End it; what stands is still settled and told. False where it was ended before.

    `ends_on` is today or earlier, for nothing is taken under it from now on; what was ordered about mandates and has
    not gone out is undone. Records `CreditorAgreementEnded`. Raises
    `TermsRefused` for a day ahead, or one before the agreement began.
    """
    with within(organization):
        # Whoever registers has read the agreement under one of these: she is first, or finds it ended.
        for what in (COLLECTIONS, MANDATES):
            one_at_a_time(organization, what=what)
        began = CreditorAgreement.objects.filter(organization_id=organization, id=agreement).first()
        today = copenhagen_day(at)
        if began is not None and not min(began.starts_on, today) <= ends_on <= today:
            raise TermsRefused("ends_on", "day")
        mine = CreditorAgreement.objects.filter(
            organization_id=organization, id=agreement, state__in=AGREEMENT.sources("end")
        )
        ended = mine.update(state=AgreementState.ENDED, ends_on=ends_on)
        if ended:
            drop_what_waits(organization, agreement=agreement, actor=actor, at=at)
            fact = CreditorAgreementEnded(agreement=agreement, ends_on=ends_on)
            record(organization, fact=fact, actor=actor, at=at)
    return bool(ended)
