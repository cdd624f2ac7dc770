"""What may be asked about accounts and recipients."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from selvbetjening.domain.accounts.models import Account as Account
from selvbetjening.domain.accounts.models import Recipient as Recipient
from selvbetjening.domain.accounts.rules import BillingDetails, Notice
from selvbetjening.kernel.ids import OrganizationId

_FLAG: Final[dict[Notice, str]] = {
    "invoice": "receive_invoice",
    "payment": "receive_payment_confirmation",
    "subscription": "receive_subscription_notifications",
}


def get_account(organization: OrganizationId, *, account: UUID) -> Account:
    """One account. Raises `Account.DoesNotExist`."""
    return Account.objects.get(organization_id=organization, id=account)


def account_with_code(organization: OrganizationId, *, code: str) -> Account | None:
    """The account that the company itself calls so."""
    return Account.objects.filter(organization_id=organization, code=code).first()


def details_of(organization: OrganizationId, *, account: UUID) -> BillingDetails:
    """The account's billing details as a value. Raises `Account.DoesNotExist`."""
    return as_details(organization, account=get_account(organization, account=account))


def as_details(organization: OrganizationId, *, account: Account) -> BillingDetails:
    """The billing details of an account that is loaded already."""
    return BillingDetails(
        party_type=account.party_type,
        name=account.name,
        cvr=account.cvr,
        address_line=account.address_line,
        address_line_2=account.address_line_2,
        postal_code=account.postal_code,
        city=account.city,
        country=account.country,
        language=account.language,
    )


def recipients_with_email(organization: OrganizationId, *, email: str) -> list[Recipient]:
    """Every recipient with this normalised address, barred ones too (SB-19, LG-03); oldest first, with account."""
    found = Recipient.objects.filter(organization_id=organization, email=email).select_related("account")
    return list(found.order_by("created_at", "id"))


def get_recipient(organization: OrganizationId, *, recipient: UUID) -> Recipient | None:
    """The recipient with its account loaded, or None."""
    found = Recipient.objects.filter(organization_id=organization, id=recipient)
    return found.select_related("account").first()


def recipients_for(organization: OrganizationId, *, account: UUID, notice: Notice) -> list[Recipient]:
    """Who gets this kind of mail about the account, with account; oldest first."""
    wanted = Recipient.objects.filter(organization_id=organization, account_id=account, **{_FLAG[notice]: True})
    return list(wanted.select_related("account").order_by("created_at", "id"))


def recipients_of(organization: OrganizationId, *, account: UUID) -> list[Recipient]:
    """Everybody who stands on the account, oldest first."""
    found = Recipient.objects.filter(organization_id=organization, account_id=account)
    return list(found.order_by("created_at", "id"))


def search(organization: OrganizationId, *, words: str) -> QuerySet[Account]:
    """Accounts whose code, name or a recipient's address begins with the words; all for none."""
    found = Account.objects.filter(organization_id=organization)
    text = words.strip()
    if not text:
        return found.order_by("code")
    people = Recipient.objects.filter(organization_id=organization, email__startswith=text.lower())
    wanted = Q(code__startswith=text) | Q(name__istartswith=text) | Q(id__in=people.values("account_id"))
    return found.filter(wanted).order_by("code")
