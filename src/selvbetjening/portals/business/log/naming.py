"""What a fact of the log is about, by name: facts hold ids and codes only, and nobody remembers those (BP-34)."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.identity import queries as identity
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.ui.components.values import language

Names = dict[str, str]
#: Facts that hold a number or a code of the company's own, such as an invoice's or a discount code.
_CODES: Final = ("number", "code", "domain", "colour", "reason")


def subjects(organization: OrganizationId, events: Iterable[Any]) -> list[str]:
    """For each event the name of its plan, its terms, its key, its solution or its account; empty where it has none.

    One query for each kind that occurs, whatever the number of events.
    """
    rows = list(events)
    known = {key: names(organization) for key, names in _IDS.items() if any(key in row.data for row in rows)}
    ids = {row.account_id for row in rows if row.account_id is not None}
    held = {str(id_): str(one) for id_, one in accounts.accounts_with_ids(organization, ids=ids).items()} if ids else {}
    return [_subject(row, known, held) for row in rows]


def _subject(event: Any, known: dict[str, Names], held: Names) -> str:
    data = event.data
    found = [name_of(str(data["solution"]))] if data.get("solution") else []
    found += [known[key].get(str(data[key]), "") for key in _IDS if key in data and key in known][:1]
    found += [str(data[key]) for key in _CODES if data.get(key) and not any(found)][:1]
    found += [held.get(str(event.account_id), "")]
    return ", ".join(dict.fromkeys(name for name in found if name))


def _plans(organization: OrganizationId) -> Names:
    return {str(plan.id): plan.name(language()) for plan in catalog.plans(organization)}


def _terms(organization: OrganizationId) -> Names:
    return {
        str(terms.id): f"{plan.name(language())} ({terms.code})"
        for plan in catalog.plans(organization)
        for terms in plan.terms.all()
    }


def _coupons(organization: OrganizationId) -> Names:
    return {str(coupon.id): coupon.code for coupon in catalog.coupons(organization)}


def _keys(organization: OrganizationId) -> Names:
    return {str(user.id): user.name for user in identity.api_users(organization)}


#: Keys of facts that hold an id, and who knows the names; the terms say their plan, so they come before it.
_IDS: Final[dict[str, Callable[[OrganizationId], Names]]] = {
    "terms": _terms, "to_terms": _terms, "plan": _plans, "coupon": _coupons, "api_user": _keys,
}  # fmt: skip


def is_id(text: str) -> bool:
    """Whether it is the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
