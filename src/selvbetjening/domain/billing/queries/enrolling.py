"""How a customer signs up for Betalingsservice: the three numbers of the company's agreement (CD-06)."""

from dataclasses import dataclass
from datetime import date, datetime

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.mandate_links import link_of, shares_its_number
from selvbetjening.domain.billing.rules.debits import customer_number_of
from selvbetjening.domain.directdebit.queries import agreements
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement
from selvbetjening.domain.directdebit.queries.ordered import is_enrolling
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is typed in the bank or the app, and what stands of it."""

    pbs_number: str
    debtor_group: str
    customer_number: str
    mandate_number: str = ""


def mandate_numbers(organization: OrganizationId, *, account: Account, today: date) -> Numbers | None:
    """The numbers of the mandate that the account has; None without one. One query."""
    link = link_of(organization, account=account.id, today=today)
    if link is None:
        return None
    mandate = link.mandate
    return Numbers(
        mandate.agreement.pbs_number,
        mandate.agreement.debtor_group,
        mandate.customer_number.lstrip("0"),
        mandate.mandate_number,
    )


def numbers_to_enrol(organization: OrganizationId, *, account: Account, today: date) -> list[Numbers]:
    """What the account types to sign up, one for each agreement in force; empty where it cannot.

    A public body pays its e-invoices (EIN-1). An account without a number that Betalingsservice can take, or with one
    that is another's too, is asked to write to the company: what it signed up for could not be told apart.
    """
    if account.party_type == "public":
        return []
    mine = agreements(organization, active_on=today, is_test=False)
    number = customer_number_of(code=account.code) if mine else ""
    if not number or shares_its_number(organization, code=account.code):
        return []
    return [Numbers(each.pbs_number, each.debtor_group, number) for each in mine]


def enrollable(organization: OrganizationId, *, today: date, in_portal: bool = False) -> list[CreditorAgreement]:
    """The real agreements in force under which a mandate can be asked for here; by the customer herself (`in_portal`)
    only where the company lets her."""
    mine = agreements(organization, active_on=today, is_test=False)
    return [each for each in mine if each.in_portal or not in_portal]


def cannot_enrol(organization: OrganizationId, *, account: Account, at: datetime) -> str:
    """Why no mandate can be asked for: `public`, `number`, `mandate` or `under_way`; empty where one can."""
    if account.party_type == "public":
        return "public"
    if not customer_number_of(code=account.code) or shares_its_number(organization, code=account.code):
        return "number"
    if link_of(organization, account=account.id, today=copenhagen_day(at)) is not None:
        return "mandate"
    return "under_way" if is_enrolling(organization, account=account.id, at=at) else ""
