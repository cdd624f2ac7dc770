"""The way to one invoice without a login (PY-01): made once, and the same in every mail."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.rules import gate_reason
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.invoicing.models import Invoice, IssuedDocument
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import USE_PAYMENT_LINK
from selvbetjening.domain.payments.models import PaymentLink
from selvbetjening.domain.payments.queries.links import sealing_purpose, token_digest
from selvbetjening.domain.payments.queries.to_pay import to_pay, undisputed
from selvbetjening.domain.payments.queries.ways import payable_by_card, ways_to_pay_by_card
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import sealed
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.tokens import new_token

#: The page's address; the customer door's urls hold the same path.
PATH: Final = "/betal/{token}/"


def link_for(organization: OrganizationId, *, invoice: UUID, at: datetime) -> str:
    """The invoice's token, 256 random bits; made at the first asking, the same one ever after.

    The table keeps a digest, and the token sealed so that later mails can show it again. Raises `Invoice.DoesNotExist`,
    and `kernel.sealed.SealBroken` where it was sealed with a key that is gone.
    """
    with within(organization):
        mine = PaymentLink.objects.filter(organization_id=organization, invoice_id=invoice)
        found = mine.first()
        if found is None:
            # Two at once make one: whoever is second waits here, and then reads the first one's.
            PaymentLink.objects.bulk_create([_made(organization, invoice, at)], ignore_conflicts=True)
            found = mine.get()
        return _token(organization, found)


def url_for_mail(organization: OrganizationId, *, invoice: UUID, at: datetime) -> str:
    """Where a mail's "Pay" leads, as a path of the company's own host (`Sender.url`); empty for no button (PY-02).

    Empty unless all of it is there at this moment: the feature, the switch, an API user, the permission, and a gateway
    that takes the amount; and empty where nothing is to be paid. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        if not may_pay_by_link(organization):
            return ""
        found = Invoice.objects.defer("snapshot").get(organization_id=organization, id=invoice)
        if not ways_to_pay_by_card(organization, amount=to_pay(organization, invoice=found).now):
            return ""
        return PATH.format(token=link_for(organization, invoice=invoice, at=at))


def urls_for(organization: OrganizationId, *, documents: Iterable[IssuedDocument], at: datetime) -> dict[UUID, str]:
    """The whole address at which whoever holds it pays each of these invoices; made where missing, one query for all.

    As in a mail, what cannot be paid so at this moment has none (PY-02); nor has a credit note, nor an invoice of which
    nothing is left: what credits it counts from the moment it is issued, and what is disputed is not asked for.
    """
    invoices = {
        each.id: Money(each.outstanding_minor, each.currency)
        for each in documents
        if each.kind == "invoice" and each.outstanding_minor > 0
    }
    if not invoices:
        return {}
    with within(organization):
        if not may_pay_by_link(organization):
            return {}
        invoices = undisputed(organization, rests=invoices)
        amounts = payable_by_card(organization, amounts=invoices.values())
        payable = [invoice for invoice, amount in invoices.items() if amount in amounts]
        mine = PaymentLink.objects.filter(organization_id=organization, invoice_id__in=payable)
        missing = set(payable) - set(mine.values_list("invoice_id", flat=True))
        if missing:
            made = [_made(organization, invoice, at) for invoice in sorted(missing)]
            PaymentLink.objects.bulk_create(made, ignore_conflicts=True)
        origin = organizations.portal_origin(organization)
        found = {}
        for link in mine.all():
            with suppress(sealed.SealBroken):  # its key is gone: nobody can be shown it again
                found[link.invoice_id] = origin + PATH.format(token=_token(organization, link))
        return found


def may_pay_by_link(organization: OrganizationId) -> bool:
    """Whether the company's portal is open, and its customers may pay there (SB-28)."""
    facts = identity.portal_facts(organization)
    if facts is None:
        return False
    scope = accounts.scope_of(organization, facts=facts)
    return gate_reason(gate=scope.gate) is None and USE_PAYMENT_LINK in scope.allowed_acts


def _token(organization: OrganizationId, link: PaymentLink) -> str:
    return sealed.unseal(bytes(link.sealed), purpose=sealing_purpose(organization, link=link.id)).decode()


def _made(organization: OrganizationId, invoice: UUID, at: datetime) -> PaymentLink:
    owner = Invoice.objects.only("account_id").get(organization_id=organization, id=invoice)
    token, id_ = new_token(), new_id()
    return PaymentLink(
        id=id_,
        organization_id=organization,
        account_id=owner.account_id,
        invoice_id=invoice,
        token_digest=token_digest(organization, token=token),
        sealed=sealed.seal(token, purpose=sealing_purpose(organization, link=id_)),
        made_at=at,
    )


def mark_opened(organization: OrganizationId, *, link: UUID, at: datetime) -> None:
    """Keep when somebody first went on to pay by it; looking changes nothing (SEC-58)."""
    with within(organization):
        PaymentLink.objects.filter(organization_id=organization, id=link, opened_at=None).update(opened_at=at)


def forget_links(organization: OrganizationId, *, account: UUID) -> int:
    """Delete the links to an account's invoices: who still has one finds nothing (GDP-4); how many there were."""
    with within(organization):
        return PaymentLink.objects.filter(organization_id=organization, account_id=account).delete()[0]
