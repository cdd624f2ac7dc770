"""Accounts (section 5)."""

from typing import Annotated, Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from ninja import Body, Status

from selvbetjening.domain.accounts.actions.change_account import FIELDS, change_account
from selvbetjening.domain.accounts.actions.make_account import make_account
from selvbetjening.domain.accounts.actions.make_accounts import make_accounts
from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.domain.accounts.queries import Account, as_details
from selvbetjening.domain.accounts.queries.listed import account_called, listed_accounts
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.billing.queries.account_marks import with_marks
from selvbetjening.portals.api import account_out
from selvbetjening.portals.api.account_filters import FILTERS, ORDERING, asks_for_marks
from selvbetjening.portals.api.account_in import AccountChange, AccountIn, details_from, kept_from
from selvbetjening.portals.api.account_many import NAMES, checked_accounts, new_account
from selvbetjening.portals.api.account_out import AccountOut
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import invalid, missing, refusals
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import OneOrMany

resource = Resource("accounts")

LISTING: Final = Listing(present=account_out.rows, filters=FILTERS, ordering=ORDERING)


def found_account(call: Call, *, code: str) -> Account:
    """The account of the path, by code or uuid. Raises a 404."""
    found = account_called(call.here, reference=code)
    if found is None:
        raise missing()
    return found


def given_account(call: Call, *, reference: str, field: str = "account") -> Account:
    """The account that a body names, by code or uuid. Raises a 400 at the field."""
    found = account_called(call.here, reference=reference)
    if found is None:
        raise invalid({field: _("There is no account “%(code)s”.") % {"code": reference[:60]}}, code="unknown_account")
    return found


@resource.lists("accounts/", AccountOut, LISTING)
def list_accounts(request: ApiRequest) -> QuerySet[Account]:
    """All accounts, the newest first."""
    call = request.call
    found = listed_accounts(call.here)
    if not asks_for_marks(request.GET):
        return found
    found = with_marks(call.here, found=found, today=call.today)
    by_balance = request.GET.get("ordering", "").partition(",")[0].strip().removeprefix("-") == "balance"
    return found.annotate(balance_minor=F("balance_minor")) if by_balance else found


@resource.creates("accounts/", AccountOut | list[AccountOut])
def create_accounts(request: ApiRequest, data: Annotated[OneOrMany[AccountIn], Body()]) -> Any:
    """One account, or an array of at most 10,000: all or nothing, with everything that is wrong by place."""
    call = request.call
    if isinstance(data, list):
        accounts = checked_accounts(call, data)
        with refusals(Refused, fields=NAMES):
            made = make_accounts(call.here, accounts=accounts, actor=call.actor, at=call.at)
        return Status(201, account_out.rows(call, made))
    with refusals(Refused, fields=NAMES):
        one = make_account(call.here, new=new_account(call, data), actor=call.actor, at=call.at)
    return account_out.one(call, found_account(call, code=str(one.id)))


@resource.reads("accounts/{code}/", AccountOut)
def read_account(request: ApiRequest, code: str) -> Any:
    """One account with its subscriptions, recipients, cards and balance."""
    return account_out.one(request.call, found_account(request.call, code=code))


@resource.changes("accounts/{code}/", AccountOut)
def change(request: ApiRequest, code: str, data: AccountChange) -> Any:
    """Change the fields that are sent; the others keep their values."""
    call, values = request.call, data.sent()
    found = found_account(call, code=code)
    before = as_details(call.here, account=found)
    with refusals(Refused, fields=NAMES):
        details = details_from(values, before=before, organization=call.organization, account=found)
        if details != before:
            update_billing_details(call.here, account=found.id, details=details, actor=call.actor, at=call.at)
        kept = kept_from(values) | ({"code": values["code"]} if "code" in values else {})
        change_account(
            call.here,
            account=found.id,
            values={name: value for name, value in kept.items() if name in FIELDS},
            actor=call.actor,
            at=call.at,
        )
    if "default_collection_method" in values:
        method = values["default_collection_method"] or "invoice"
        set_collection_method(call.here, account=found.id, method=method, actor=call.actor, at=call.at)
    return account_out.one(call, found_account(call, code=str(found.id)))
