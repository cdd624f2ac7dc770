"""Whether what is ordered about mandates waits for other people's yes: as a file with mandates does (BM-04)."""

from typing import Final

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

#: What a rule of approval calls Betalingsservice.
SOLUTION: Final = "betalingsservice"


def eyes_on_orders(organization: OrganizationId, *, pbs_number: str, actor: Actor) -> int:
    """How many must say yes to what this actor orders under a PBS number; 0 where nobody has to.

    Mandates change who is debited and no total says how much, so any rule wants it. The payer's own order needs nobody:
    it is her account. Inside the company's transaction.
    """
    if actor.kind == "recipient":
        return 0
    company = Organization.objects.get(id=organization)
    general = approval.company_rule(choose={code: company.choice(code) for code in approval.COMPANY.values()})
    name = approval.key(solution=SOLUTION, pbs_number=pbs_number)
    _under, rule = approval.in_force(rules=company.choice(approval.CODE), company=general, name=name)
    return 0 if rule["kind"] == "off" else int(rule["approvers"])
