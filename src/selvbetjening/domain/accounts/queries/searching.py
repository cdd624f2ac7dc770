"""Accounts by how something of theirs begins: as a range, because nothing else keeps its index behind the wall."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Collate, Concat, Lower

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.kernel.ids import OrganizationId

#: Sorts behind every text that begins alike, byte for byte.
_LAST: Final = "\U0010ffff"
_FOLDED: Final = ("code_folded", "name_folded", "name_rest_folded", "name_last_folded")


Found = QuerySet[Account]


def search(
    organization: OrganizationId, *, words: str = "", party_type: str = "", collection_method: str = ""
) -> Found:
    """Accounts whose number, name, CVR number or a recipient's address begins with the words, by number; lazy.

    A name begins at its first, second or last word; where nobody's does, any word of a name counts. No words: all.
    """
    found = Account.objects.filter(organization_id=organization).order_by("code")
    found = found.filter(party_type=party_type) if party_type else found
    found = found.filter(collection_method=collection_method) if collection_method else found
    text = words.strip()
    if not text:
        return found
    begin = found.filter(id__in=_beginning(organization, text))
    return begin if begin.exists() else found.filter(name__icontains=f" {text}")


def _beginning(organization: OrganizationId, text: str) -> QuerySet[Any, Any]:
    """Ids by one index each, put together: an OR across them would read every account."""
    mine = Account.objects.filter(organization_id=organization)
    parts: list[QuerySet[Any, Any]] = [mine.filter(_range(one, text)).values("id") for one in _FOLDED]
    parts.append(mine.exclude(cvr="").annotate(begins=Collate(F("cvr"), "C")).filter(_exact(text)).values("id"))
    people = Recipient.objects.filter(organization_id=organization, removed_at=None)
    people = people.annotate(begins=Collate(F("email"), "C"))
    parts.append(people.filter(_exact(text.lower())).values("account_id"))
    return parts[0].union(*parts[1:])


def _range(column: str, text: str) -> Q:
    folded = Lower(Value(text))
    return Q(**{f"{column}__gte": folded, f"{column}__lt": Concat(folded, Value(_LAST))})


def _exact(text: str) -> Q:
    return Q(begins__gte=text, begins__lt=text + _LAST)


def emails_of(organization: OrganizationId, *, accounts: Collection[UUID]) -> dict[UUID, list[str]]:
    """The addresses of each account's recipients, oldest first; one query."""
    people = Recipient.objects.filter(organization_id=organization, account_id__in=accounts, removed_at=None)
    found: dict[UUID, list[str]] = {}
    for account, email in people.order_by("created_at", "id").values_list("account_id", "email"):
        found.setdefault(account, []).append(email)
    return found
