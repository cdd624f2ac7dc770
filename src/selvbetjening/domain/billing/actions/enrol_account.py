"""Sign an account up for Betalingsservice: an order to an outside one, or a mandate with us (9.1, 16, CD-06)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.enrolling import cannot_enrol, enrollable
from selvbetjening.domain.billing.rules.debits import customer_number_of
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused, enrol
from selvbetjening.domain.directdebit.actions.order_mandates import order_mandate
from selvbetjening.domain.directdebit.rules.mandates import ACCOUNT, EXISTS, IDENTITY, Consent, wrong_details
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_FIELDS: Final = {IDENTITY: ("identity",), ACCOUNT: ("branch", "account")}


class NotEnrolled(Exception):
    """Nothing was asked for. `reason`: `details` (then `fields` names the numbers that cannot be), `agreement`,
    `number`, `public`, `mandate` or `under_way`."""

    def __init__(self, reason: str, *, fields: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.fields = reason, fields


def enrol_account(
    organization: OrganizationId,
    *,
    account: UUID,
    agreement: UUID,
    details: BankDetails | None,
    agreed_at: datetime,
    consent: Consent,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask for a mandate of the account's own customer number, with whoever is Betalingsservice for the agreement.

    An outside one is told by the next 0605, with the payer's `details` (CPR or CVR number, branch, account); ours needs
    none. Records `MandateOrdered` or `MandateEnrolled`. Raises `NotEnrolled`, and `Account.DoesNotExist`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        holder = Account.objects.get(organization_id=organization, id=account)
        if reason := cannot_enrol(organization, account=holder, at=at):
            raise NotEnrolled(reason)
        by_payer = consent == "portal"
        open_to = enrollable(organization, today=copenhagen_day(at), in_portal=by_payer)
        mine = next((each for each in open_to if each.id == agreement), None)
        if mine is None:
            raise NotEnrolled("agreement")
        number = customer_number_of(code=holder.code)
        try:
            if mine.role == "operator":
                enrol(organization, agreement=mine.id, customer_number=number, account=account, actor=actor, at=at)
                return
            order_mandate(
                organization, agreement=mine.id, customer_number=number, details=_sound(details), agreed_at=agreed_at,
                consent=consent, account=account, actor=actor, at=at,
            )  # fmt: skip
        except MandateRefused as refused:
            if fields := _FIELDS.get(refused.code):
                raise NotEnrolled("details", fields=fields) from None
            raise NotEnrolled("under_way" if refused.code == EXISTS else "number") from None


def _sound(details: BankDetails | None) -> BankDetails:
    given = details or BankDetails(identity="", branch="", account="")
    wrong = wrong_details(identity=given.identity, branch=given.branch, account=given.account)
    if wrong:
        raise NotEnrolled("details", fields=wrong)
    return given
