"""How accounts can be looked for (section 5)."""

from typing import Final

from django.db.models import Q

from selvbetjening.portals.api import filters
from selvbetjening.portals.api.account_in import METHODS
from selvbetjening.portals.api.filters import Filter

_PARTIES: Final = {"consumer": "consumer", "business": "business", "public": "public"}

FILTERS: Final[dict[str, Filter]] = {
    "uuid": filters.uuid("id"),
    "code": filters.text("code"),
    "type": filters.choice("party_type", _PARTIES),
    "search": filters.holds("name"),
    "legal_country": filters.country("country"),
    "is_getting_reminders": filters.flag("gets_reminders"),
    "is_archived": filters.flag("is_archived"),
    "ean_invoicing": filters.flag("ean_invoicing"),
    "default_collection_method": filters.choice("collection_method", {code: code for code in METHODS}),
    "created_date": filters.instant("created_at"),
    "last_modified_date": filters.instant("modified_at"),
    "reseller_program": filters.asked(lambda _value: Q()),
}
ORDERING: Final = {
    "created_date": "created_at",
    "last_modified_date": "modified_at",
    "company_name": "name",
    "code": "code",
}
