"""What the law asks about a subscription, and the evidence of its contract."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import Contract, PriceNotice
from selvbetjening.domain.billing.rules.law.parties import party
from selvbetjening.domain.billing.rules.law.standing import LegalStanding
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def contract_of(organization: OrganizationId, *, subscription: UUID) -> Contract | None:
    """The evidence of the order, without its PDF; None for a subscription that was not ordered here."""
    found = Contract.objects.filter(organization_id=organization, subscription_id=subscription)
    return found.defer("confirmation").first()


def with_id(organization: OrganizationId, *, contract: UUID) -> Contract:
    """A contract with its confirmation. Raises `Contract.DoesNotExist`."""
    return Contract.objects.get(organization_id=organization, id=contract)


def kept_until(organization: OrganizationId, *, at: datetime) -> date:
    """How long evidence that is written down now is kept: like the vouchers it stands behind (BOK-1)."""
    owner = Organization.objects.only("choices").get(id=organization)
    return retain_until(on=copenhagen_day(at), financial_year_ends=owner.choice("financial_year_end"))


def legal_standing(organization: OrganizationId, *, subscription: Subscription) -> LegalStanding:
    """How the law sees the subscription, which comes with its terms and plan.

    A subscription that came from the company's files has no evidence here: its contract is taken to be made, and the
    customer informed, on the day it started, and the service not to have been asked for before time.
    """
    owner = Organization.objects.only("choices").get(id=organization)
    contract = contract_of(organization, subscription=subscription.id)
    plan = subscription.terms.plan
    if contract:
        who, made_on, exempt = contract.party_type, contract.contracted_on, contract.withdrawal_exempt_reason
    else:
        holder = Account.objects.only("party_type").get(organization_id=organization, id=subscription.account_id)
        who = party(known=holder.party_type, unknown_as=owner.choice("unknown_party_as"))
        made_on, exempt = subscription.started_on, plan.withdrawal_exempt_reason("da")
    return LegalStanding(
        party=who,
        contracted_on=made_on,
        started_on=subscription.started_on,
        started_on_request=bool(contract and contract.asked_to_start),
        informed_on=contract.informed_on if contract else made_on,
        exempt_reason=exempt,
        long_binding=plan.long_binding_allowed,
        offer_b2b=owner.choice("offer_withdrawal_b2b"),
        consumer_notice_to=owner.choice("consumer_notice_to"),
        price_change_on=price_change_on(organization, subscription=subscription.id),
    )


def price_change_on(organization: OrganizationId, *, subscription: UUID) -> date | None:
    """The day from which a new price holds that the customer was told of and that has not been applied yet (CAN-6)."""
    found = PriceNotice.objects.filter(organization_id=organization, subscription_id=subscription)
    return found.order_by("-effective_on").values_list("effective_on", flat=True).first()
