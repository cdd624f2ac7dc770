"""How accounts can be looked for, and in which orders they stand (section 5)."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import Q
from pydantic_core import PydanticCustomError

from selvbetjening.domain.billing.queries.account_marks import METHODS, STATUSES
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.filters import Filter

_PARTIES: Final = {"consumer": "consumer", "business": "business", "public": "public"}
_YES: Final = {"true": True, "1": True, "false": False, "0": False}
#: By which marks of the account's (`billing.queries.account_marks`) a way to pay is active.
_WAYS: Final = {
    "payment_card": Q(has_card=True),
    "betalingsservice": Q(has_mandate=True),
    "none": Q(has_card=False, has_mandate=False),
}


def _one_of(known: dict[str, Q]) -> Filter:
    def condition(text: str) -> Q:
        word = text.strip().casefold()
        if word not in known:
            raise PydanticCustomError("choice", "choice", {"value": text[:60], "choices": ", ".join(known)})
        return known[word]

    return filters.asked(condition, schema={"type": "string", "enum": list(known)})


def _number(text: str) -> Q:
    plain = "".join(text.split()).upper()
    return Q(pk__in=[]) if "\x00" in text else Q(vat_number=plain) | Q(cvr=plain.removeprefix("DK"), cvr__gt="")


def _kept(column: str) -> Callable[[str], Q]:
    """The text itself in any case; true and false ask whether there is any."""

    def condition(text: str) -> Q:
        word = text.strip().casefold()
        if word in _YES:
            return ~Q(**{column: ""}) if _YES[word] else Q(**{column: ""})
        return Q(pk__in=[]) if "\x00" in text else Q(**{f"{column}__iexact": text.strip()})

    return condition


_STATUS: Final = _one_of({**{status: Q(**{f"has_{status}": True}) for status in STATUSES}, "none": Q(has_none=True)})
_ANY_WAY: Final = Q(has_card=True) | Q(has_mandate=True)

FILTERS: Final[dict[str, Filter]] = {
    "uuid": filters.uuid("id"),
    "code": filters.text("code"),
    "type": filters.choice("party_type", _PARTIES),
    "party_type": filters.choice("party_type", _PARTIES),
    "search": filters.holds("name"),
    "legal_country": filters.country("country"),
    "balance": filters.amount("balance_minor"),
    "subscription_status": _STATUS,
    "subscriptions_status": _STATUS,
    "subscription_collection_method": _one_of({method: Q(**{f"collects_{method}": True}) for method in METHODS}),
    "subscription_set_to_expire": filters.flag("has_set_to_expire"),
    "active_payment_method": _one_of({**_WAYS, "true": _ANY_WAY, "1": _ANY_WAY, "false": ~_ANY_WAY, "0": ~_ANY_WAY}),
    "is_getting_reminders": filters.flag("gets_reminders"),
    "is_archived": filters.flag("is_archived"),
    "reseller_program": filters.asked(_kept("reseller_program")),
    "registered_for_direct_debit": filters.flag("has_mandate"),
    "register_status": filters.asked(_kept("register_status")),
    "ean_invoicing": filters.flag("ean_invoicing"),
    "default_collection_method": filters.choice("collection_method", {code: code for code in METHODS}),
    "legal_vat_number": filters.asked(_number),
    "erp_id": filters.text("erp_id"),
    "created_date": filters.instant("created_at"),
    "last_modified_date": filters.instant("modified_at"),
}
ORDERING: Final = {
    "created_date": "created_at",
    "last_modified_date": "modified_at",
    "company_name": "name",
    "code": "code",
    "uuid": "id",
    "type": "party_type",
    "legal_country": "country",
    "legal_city": "city",
    "legal_zipcode": "postal_code",
    "balance": "balance_minor",
    "erp_id": "erp_id",
    "is_archived": "is_archived",
    "is_getting_reminders": "gets_reminders",
    "default_collection_method": "collection_method",
    "reseller_program": "reseller_program",
    "register_status": "register_status",
}
#: Filters and orders that ask for what hangs on an account (`billing.queries.account_marks`).
_MARKED: Final = frozenset(
    {
        "balance",
        "subscription_status",
        "subscriptions_status",
        "subscription_collection_method",
        "subscription_set_to_expire",
        "active_payment_method",
        "registered_for_direct_debit",
    }
)


def asks_for_marks(query: Mapping[str, str]) -> bool:
    """Whether an address filters or orders by a mark: for one that does not, none has to be put together."""
    order = query.get("ordering", "").partition(",")[0].strip().removeprefix("-")
    return order in _MARKED or any(name.partition("__")[0] in _MARKED for name in query)
