"""Put events in their account's chain, in the transaction that records them (CM-10, SEC-111 to SEC-113)."""

from collections.abc import Sequence
from itertools import chain as joined
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from selvbetjening.domain.history.rules.chain import BEGINNING, placed
from selvbetjening.domain.tenancy.bulk import array, insert_many
from selvbetjening.kernel.ids import OrganizationId

_HEADS = """
    SELECT account_id::text, seq, hash FROM history_loghead
    WHERE organization_id = %s AND account_id = ANY(%s::uuid[]) ORDER BY account_id FOR UPDATE
"""
_FIRST = """
    INSERT INTO history_loghead (account_id, organization_id, seq, hash)
    SELECT account_id, %s, 0, %s FROM unnest(%s::uuid[]) AS account_id ON CONFLICT (account_id) DO NOTHING
"""
_ENTRIES = """
    INSERT INTO history_logentry (event_id, organization_id, account_id, seq, prev_hash, hash)
    SELECT event_id, %s, account_id, seq, prev_hash, hash
    FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::bytea[], %s::bytea[])
        AS entry(event_id, account_id, seq, prev_hash, hash)
"""
_COLUMNS = ("event_id", "organization_id", "account_id", "seq", "prev_hash", "hash")
_WORTH_A_COPY: Final = 500
_MOVE = """
    UPDATE history_loghead h SET seq = moved.seq, hash = decode(moved.hash, 'hex')
    FROM unnest(%s::uuid[], %s::int[], %s::text[]) AS moved(account_id, seq, hash)
    WHERE h.organization_id = %s AND h.account_id = moved.account_id
"""


class Unchained(NamedTuple):
    """An event on its way into the chain: its id, its account, and its opened text (`rules.chain`)."""

    event: str
    account: str
    text: str


def chain(organization: OrganizationId, *, items: Sequence[Sequence[Unchained]]) -> None:
    """Give the events the next places of their accounts, in the order given.

    The heads are locked in the order of the accounts' ids. Run it as the transaction's end (`tenancy.at_the_end`).
    """
    events = list(joined.from_iterable(items))
    with connection.cursor() as cursor:
        heads = _locked_heads(cursor, organization, sorted({event.account for event in events}))
        seqs: list[int] = []
        before: list[bytes] = []
        after: list[bytes] = []
        for event in events:
            seq, prev_hash = heads[event.account]
            now = placed(text=event.text, prev_hash=prev_hash, seq=seq + 1)
            heads[event.account] = (seq + 1, now)
            seqs.append(seq + 1)
            before.append(prev_hash)
            after.append(now)
        ids, accounts = [event.event for event in events], [event.account for event in events]
        if len(events) < _WORTH_A_COPY:
            cursor.execute(_ENTRIES, [organization, ids, accounts, seqs, before, after])
        else:
            owner = [str(organization)] * len(events)
            rows = zip(ids, owner, accounts, seqs, before, after, strict=True)
            insert_many(table="history_logentry", columns=_COLUMNS, rows=rows)
        moved = map(array, zip(*((account, seq, hash_.hex()) for account, (seq, hash_) in heads.items()), strict=True))
        cursor.execute(_MOVE, [*moved, organization])


def _locked_heads(
    cursor: CursorWrapper, organization: OrganizationId, accounts: list[str]
) -> dict[str, tuple[int, bytes]]:
    found = _heads(cursor, organization, accounts)
    missing = [account for account in accounts if account not in found]
    if missing:
        # Of two at once one makes the row; the other waits for it here, and reads it below.
        cursor.execute(_FIRST, [organization, BEGINNING, array(missing)])
        found |= _heads(cursor, organization, missing)
    return found


def _heads(cursor: CursorWrapper, organization: OrganizationId, accounts: list[str]) -> dict[str, tuple[int, bytes]]:
    cursor.execute(_HEADS, [organization, array(accounts)])
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return {account: (seq, bytes(hash_)) for account, seq, hash_ in rows}
