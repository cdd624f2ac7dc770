"""Invoice what waits on an account now, and let its balance pay."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.actions.draft_lines import issue_drafts_now
from selvbetjening.domain.invoicing.actions.issue import Issued
from selvbetjening.domain.invoicing.documents.freeze import DebitOf
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.queries.chargeable import ways_to_pay
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def issue_now(
    organization: OrganizationId,
    *,
    account: UUID,
    issued_on: date,
    debit: DebitOf | None = None,
    actor: Actor,
    at: datetime,
    for_renewal: Sequence[bool] = (True, False),
) -> list[Issued]:
    """One invoice for each currency of the waiting lines; what stands to the account's good pays it.

    `debit` says what they print of Betalingsservice: `billing.actions.issue_now` knows.
    Records and raises what `invoicing.actions.draft_lines.issue_drafts_now` and `use_credit` do.
    """
    with within(organization):
        owner = Organization.objects.get(id=organization)

        def by_card(holder: Account, currency: str) -> bool:
            ways = ways_to_pay(organization, owner=owner, accounts=[holder], today=issued_on)
            return ways.by_card(account=holder, method="", currency=currency)

        issued = issue_drafts_now(
            organization, account=account, issued_on=issued_on, by_card=by_card, debit=debit, actor=actor, at=at,
            for_renewal=for_renewal,
        )  # fmt: skip
        use_credit(organization, account=account, actor=actor, at=at)
    return issued
