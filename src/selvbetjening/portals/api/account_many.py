"""Accounts to be: what was sent becomes what is made, and of an array everything that is wrong is told at once."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from selvbetjening.domain.accounts.actions.make_account import Kept, NewAccount
from selvbetjening.domain.accounts.queries.listed import faults_of
from selvbetjening.portals.api.account_in import AccountIn, details_from, kept_from
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.errors import Problem, invalid, word_of
from selvbetjening.portals.api.values import Faulty
from selvbetjening.portals.api.wording import by_field

MOST: Final = 10_000
#: What the domain calls a field → what it is called here.
NAMES: Final = {
    "name": "company_name", "address_line": "legal_address", "postal_code": "legal_zipcode", "city": "legal_city",
    "country": "legal_country", "cvr": "legal_vat_number", "vat_number": "legal_vat_number", "ean": "ean_number",
    "billing_address_line": "billing_address", "billing_postal_code": "billing_zipcode",
    "einvoicing_scheme": "einvoicing_identifier_schema", "gets_reminders": "is_getting_reminders",
}  # fmt: skip


def new_account(call: Call, data: AccountIn) -> NewAccount:
    """The account that is to be made. Raises a 400 for what does not fit together."""
    values = data.sent()
    return NewAccount(
        code=data.code,
        details=details_from(values, before=None, organization=call.organization),
        kept=Kept(**kept_from(values)),
        collection_method=values.get("default_collection_method") or "invoice",
    )


def checked_accounts(call: Call, given: Sequence[AccountIn | Faulty]) -> list[NewAccount]:
    """All of them, in their order. Raises a 400 with what is wrong by place, of every one that is wrong."""
    if len(given) > MOST:
        raise invalid({"non_field_errors": _("At most 10,000 accounts at once.")}, code="too_many")
    accounts, wrong = dict[int, NewAccount](), dict[int, dict[str, Any]]()
    for place, each in enumerate(given):
        if isinstance(each, Faulty):
            wrong[place] = by_field(each.errors, skip=0)
            continue
        try:
            accounts[place] = new_account(call, each)
        except Problem as problem:
            wrong[place] = problem.body
    for place, found in faults_of(call.here, accounts=accounts).items():
        told = wrong.setdefault(place, {})
        for fault in found:
            told.setdefault(NAMES.get(fault.field, fault.field), []).append(word_of(fault.reason))
    if wrong:
        raise invalid({str(place): wrong[place] for place in sorted(wrong)})
    return [accounts[place] for place in sorted(accounts)]
