"""Make an account without anybody on it yet, as another system of the company's does."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from selvbetjening.domain.accounts.events import AccountOpened
from selvbetjening.domain.accounts.models import Account, CollectionMethod
from selvbetjening.domain.accounts.rules import BillingDetails, Refused, blocking
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the company itself keeps on an account, beside whom its invoices are made out to."""

    invoice_note: str = ""
    erp_id: str = ""
    partner: int | None = None
    reseller_program: str = ""
    register_status: str = ""
    ean_invoicing: bool = False
    einvoicing_scheme: str = "GLN"
    is_archived: bool = False
    gets_reminders: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """An account to be, by the company's own number; `collection_method` is how it pays unless a subscription says."""

    code: str
    details: BillingDetails
    kept: Kept
    collection_method: str


def make_account(organization: OrganizationId, *, new: NewAccount, actor: Actor, at: datetime) -> Account:
    """The account. Records `accounts.opened`.

    Raises `Refused`: a blocking finding's code with its field, or `code_taken`; ValueError for a collection method
    that there is none of.
    """
    method = CollectionMethod(new.collection_method).value
    for finding in blocking(details=new.details):
        raise Refused(finding.code, field=finding.field)
    with within(organization):
        try:
            with transaction.atomic():
                made = Account.objects.create(
                    organization_id=organization, code=new.code, collection_method=method, created_at=at,
                    **asdict(new.details), **asdict(new.kept),
                )  # fmt: skip
        except IntegrityError:
            raise Refused("code_taken", field="code") from None
        fact = AccountOpened(account=made.id, recipient=None)
        record(organization, fact=fact, actor=actor, at=at)
    return made
