"""Whether what is to be sold can be invoiced at all: asked before a sale, not when the invoice is due."""

from datetime import date

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.queries.issuable import issue_refusals
from selvbetjening.domain.invoicing.rules.vat import reverse_charge_refusal, sale_abroad_refusal
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def sale_refusal(
    organization: OrganizationId,
    *,
    account: Account,
    vat_category: str,
    vat_basis_points: int,
    currency: str,
    today: date,
) -> str:
    """Empty where the sale may be made; else why not, the first that applies.

    `seller_incomplete` (INV-3), `exchange_rate` (INV-13), `oss` (INV-15: a person in another EU country, where the
    company has not said that it follows OSS, or its rate is not entered), `oss_rate` (it is another than the plan's),
    `not_a_business` or `no_vat_number` (INV-11).
    """
    owner = Organization.objects.get(id=organization)
    if refused := issue_refusals(owner, currencies=[currency], on=today):
        return refused[currency]
    if vat_category == "AE":
        return reverse_charge_refusal(party_type=account.party_type, vat_number=account.vat_number)
    return sale_abroad_refusal(
        party_type=account.party_type,
        country=account.country,
        on=today,
        rate=vat_basis_points if vat_category == "S" else 0,
        mode=owner.choice("oss_mode"),
        table=[(code, date.fromisoformat(day), rate) for day, code, rate in owner.choice("oss_rates")],
    )
