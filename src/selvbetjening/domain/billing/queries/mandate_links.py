"""Whose mandate is whose: by the customer number without leading zeros, never guessed (betalingsservice.md 17.1)."""

from collections.abc import Collection as Group
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from selvbetjening.domain.billing.models import MandateLink as MandateLink
from selvbetjening.domain.billing.rules.debits import match_key_of
from selvbetjening.domain.directdebit.queries import Mandate
from selvbetjening.domain.directdebit.queries.ordered import GOING, MandateOrder
from selvbetjening.kernel.ids import OrganizationId

Trouble = Literal["unknown", "ambiguous"]

# Plain SQL: the numbers are compared as `rules.debits.match_key_of` folds them, which checks each pair once more.
_UNLINKED: Final = """
    SELECT m.id, m.match_key, m.account_id, coalesce(array_agg(a.id) FILTER (WHERE a.id IS NOT NULL), '{}'),
        coalesce(array_agg(a.code) FILTER (WHERE a.id IS NOT NULL), '{}')
    FROM directdebit_mandate m
    JOIN directdebit_creditoragreement g ON g.organization_id = m.organization_id AND g.id = m.agreement_id
        AND g.state = 'active' AND NOT g.is_test
    LEFT JOIN accounts_account a ON a.organization_id = m.organization_id
        AND ltrim(upper(translate(a.code, '- ', '')), '0') COLLATE "C" = m.match_key
    WHERE m.organization_id = %s AND m.state = 'active' AND NOT EXISTS (
        SELECT FROM billing_mandatelink l WHERE l.organization_id = m.organization_id AND l.mandate_id = m.id)
    GROUP BY m.id HAVING NOT %s OR count(a.id) = 1 OR (count(a.id) = 0 AND m.account_id IS NOT NULL)
    ORDER BY m.match_key, m.id LIMIT %s
"""

_SHARED: Final = """
    SELECT array_agg(id), array_agg(code) FROM accounts_account WHERE organization_id = %s
    GROUP BY ltrim(upper(translate(code, '- ', '')), '0') COLLATE "C" HAVING count(*) > 1
"""
_SAME: Final = """
    SELECT id, code FROM accounts_account
    WHERE organization_id = %s AND ltrim(upper(translate(code, '- ', '')), '0') COLLATE "C" = %s
"""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An active mandate that no account has: the accounts that it may be of, and the trouble; empty for none."""

    mandate: UUID
    customer_number: str
    accounts: tuple[UUID, ...]
    trouble: Trouble | Literal[""]


def unlinked(organization: OrganizationId, *, sure_only: bool = False, limit: int = 100_000) -> list[Unlinked]:
    """The active mandates of agreements in force that belong to no account yet, by customer number; one query.

    Without `trouble` the first of `accounts` is the one. A mandate that was made for an account is that account's.
    `sure_only`: those alone, since whoever hands mandates in by file may have any number without an account here.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNLINKED, [organization, sure_only, limit])
        found = [_judged(*row) for row in cursor.fetchall()]
    return [each for each in found if not (sure_only and each.trouble)]


def _judged(mandate: UUID, key: str, known: UUID | None, ids: Sequence[UUID], codes: Sequence[str]) -> Unlinked:
    mine = tuple(sorted(id_ for id_, code in zip(ids, codes, strict=True) if match_key_of(code=code) == key))
    if len(mine) > 1:
        return Unlinked(mandate, key, mine, "ambiguous")
    if not mine and known is not None:
        return Unlinked(mandate, key, (known,), "")
    return Unlinked(mandate, key, mine, "" if mine else "unknown")


def shares_its_number(organization: OrganizationId, *, code: str) -> bool:
    """Whether another account's code comes to the same customer number: then neither can be told by it."""
    return len(accounts_of(organization, key=match_key_of(code=code))) > 1


def sharing_numbers(organization: OrganizationId) -> set[UUID]:
    """Every account whose customer number is another's, too (`shares_its_number`). One query."""
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [organization])
        for ids, codes in cursor:
            of: dict[str, list[UUID]] = {}
            for id_, code in zip(ids, codes, strict=True):
                of.setdefault(match_key_of(code=code), []).append(id_)
            found.update(each for key, mine in of.items() if key and len(mine) > 1 for each in mine)
    return found


def accounts_of(organization: OrganizationId, *, key: str) -> set[UUID]:
    """The accounts whose code comes to this customer number, as `rules.debits.match_key_of` folds it."""
    if not key:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [organization, key])
        return {account for account, code in cursor.fetchall() if match_key_of(code=code) == key}


def link_of(organization: OrganizationId, *, account: UUID, today: date) -> MandateLink | None:
    """The mandate that the account is debited by: the newest active one of an agreement in force; None for none."""
    return _standing(organization, [account], today).first()


def debited(organization: OrganizationId, *, accounts: Group[UUID], today: date) -> set[UUID]:
    """Which of these accounts have such a mandate. One query."""
    return set(_standing(organization, accounts, today).order_by().values_list("account_id", flat=True))


def _standing(organization: OrganizationId, accounts: Group[UUID], today: date) -> QuerySet[MandateLink]:
    mine = MandateLink.objects.filter(
        organization_id=organization,
        account_id__in=accounts,
        ended_at__isnull=True,
        mandate__state="active",
        mandate__agreement__state="active",
        mandate__agreement__starts_on__lte=today,
    )
    return mine.select_related("mandate__agreement").order_by("-made_at", "-id")


def link_to_debit(organization: OrganizationId, *, account: UUID, today: date) -> MandateLink | None:
    """The same for what is asked for from now on: not by a mandate that Betalingsservice is asked to end (9.1)."""
    mandate = {"organization_id": OuterRef("organization_id"), "agreement_id": OuterRef("mandate__agreement_id")}
    ends = MandateOrder.objects.filter(
        **mandate, match_key=OuterRef("mandate__match_key"), made_at__gte=OuterRef("mandate__made_at"), verb="end",
        state__in=GOING,
    )  # fmt: skip
    return _standing(organization, [account], today).exclude(Exists(ends)).first()


def links_of(organization: OrganizationId, *, account: UUID) -> list[MandateLink]:
    """All that the account has or had, newest first, with mandate and agreement."""
    mine = MandateLink.objects.filter(organization_id=organization, account_id=account)
    return list(mine.select_related("mandate__agreement").order_by("-made_at", "-id"))


def over(organization: OrganizationId) -> list[MandateLink]:
    """Links that still stand though their mandate, or its agreement, has ended."""
    gone = Q(mandate__state__startswith="ended") | Q(mandate__agreement__state="ended")
    mine = MandateLink.objects.filter(gone, organization_id=organization, ended_at__isnull=True)
    return list(mine.select_related("mandate").order_by("id"))


def mandate_of_company(organization: OrganizationId, *, mandate: UUID) -> Mandate:
    """One mandate with its agreement. Raises `Mandate.DoesNotExist`."""
    return Mandate.objects.select_related("agreement").get(organization_id=organization, id=mandate)
