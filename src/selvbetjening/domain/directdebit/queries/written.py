"""The rows of 0601 and 0605, as lines: for `queries.outputs`, in the order of their customers."""

import json
from collections.abc import Sequence
from typing import Any, Final

from betalingsservice.records import Record
from selvbetjening.domain.directdebit.rules import written
from selvbetjening.domain.directdebit.rules.asking import PayerWords
from selvbetjening.domain.directdebit.rules.outputs import Creditor
from selvbetjening.domain.directdebit.rules.written import AskedRow, BankDetails
from selvbetjening.kernel.sealed import unseal

COLLECTIONS: Final = """
    SELECT c.match_key, c.made_at, '', c.id, c.customer_number, c.mandate_number, c.due_on,
        CASE WHEN c.withdrawal_id = p.output THEN 0 ELSE c.amount_minor END, c.reference, w.sealed,
        c.organization_id || ':directdebit.words:' || c.id
    FROM (SELECT %s::uuid AS organization, %s::uuid AS output, %s AS half) p
    JOIN directdebit_collection c ON c.organization_id = p.organization
        AND (c.output_id = p.output OR c.withdrawal_id = p.output)
    LEFT JOIN directdebit_collectionwords w ON w.organization_id = c.organization_id AND w.collection_id = c.id
    WHERE (c.match_key, c.made_at, '', c.id) > (%s, %s, %s, %s)
    ORDER BY c.match_key, c.made_at, c.id LIMIT %s
"""
ORDERS: Final = """
    SELECT o.match_key, o.made_at, '', o.id, o.verb, o.customer_number, o.mandate_number, o.sealed,
        o.organization_id || ':directdebit.order:' || o.id
    FROM directdebit_mandateorder o
    WHERE o.organization_id = %s AND o.output_id = %s AND (o.verb = 'end') = %s
        AND (o.match_key, o.made_at, '', o.id) > (%s, %s, %s, %s)
    ORDER BY o.match_key, o.made_at, o.id LIMIT %s
"""


class WordsForgotten(Exception):
    """The delivery cannot be made again: what it told payers or banks has been forgotten, as it should be."""


def asked_lines(*, creditor: Creditor, values: Sequence[Any]) -> list[Record]:
    """The lines of a row of `COLLECTIONS`. Raises `WordsForgotten`."""
    customer, mandate, due_on, amount, reference, sealed, purpose = values
    words = json.loads(_opened(sealed, purpose))
    row = AskedRow(
        customer_number=customer, mandate_number=mandate, due_on=due_on, amount_minor=amount, reference=reference,
        words=PayerWords(**{**words, "address": tuple(words["address"]), "texts": tuple(words["texts"])}),
    )  # fmt: skip
    return list(written.entry(creditor=creditor, row=row))


def order_lines(*, creditor: Creditor, values: Sequence[Any]) -> list[Record]:
    """The line of a row of `ORDERS`. Raises `WordsForgotten`."""
    verb, customer, mandate, sealed, purpose = values
    if verb == "end":
        return [written.cancellation(creditor=creditor, customer_number=customer, mandate_number=mandate)]
    details = BankDetails(**json.loads(_opened(sealed, purpose)))
    return [written.registration(creditor=creditor, customer_number=customer, details=details)]


def _opened(sealed: Any, purpose: str) -> bytes:
    if not sealed:
        raise WordsForgotten(purpose)
    return unseal(bytes(sealed), purpose=purpose)
