"""Make thousands of accounts at once, as another system of the company's moves in."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import transaction
from psycopg.errors import UniqueViolation

from selvbetjening.domain.accounts.actions.make_account import Kept, NewAccount
from selvbetjening.domain.accounts.events import AccountOpened
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.rules import BillingDetails, Refused
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_DETAILS: Final = tuple(each.name for each in fields(BillingDetails))
_KEPT: Final = tuple(each.name for each in fields(Kept))
_COLUMNS: Final = ("id", "organization_id", "code", "collection_method", "created_at", *_DETAILS, *_KEPT)
_details, _kept = attrgetter(*_DETAILS), attrgetter(*_KEPT)


def make_accounts(
    organization: OrganizationId, *, accounts: Sequence[NewAccount], actor: Actor, at: datetime
) -> list[Account]:
    """All of them or none, in their order, by COPY. Records `accounts.opened` for each.

    They are checked already (`queries.listed.faults_of`). Raises `Refused("code_taken")` where somebody else has
    taken one of the codes since.
    """
    rows = [
        (new_id(), organization, new.code, new.collection_method, at, *_details(new.details), *_kept(new.kept))
        for new in accounts
    ]
    with within(organization):
        try:
            with transaction.atomic():
                insert_many(table="accounts_account", columns=_COLUMNS, rows=rows)
        except UniqueViolation:  # of psycopg itself: COPY goes past Django
            raise Refused("code_taken", field="code") from None
        facts = [AccountOpened(account=row[0], recipient=None) for row in rows]
        record_many(organization, facts=facts, actor=actor, at=at)
    return [Account(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
