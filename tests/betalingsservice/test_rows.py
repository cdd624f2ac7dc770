"""A debtor's lines become one row with the fields of their tables."""

from datetime import date

import pytest

from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.delivery_0601 import AddressLine, Collection, Postcode, TextLine
from betalingsservice.rows import CONTEXT, row, row_columns, written


def test_a_debtor_is_one_row() -> None:
    keys = {"pbs_number": "01234560", "group": "00001", "customer": "1017"}
    collection = Collection(
        **keys, transaction="0280", mandate="123456789", due_on=date(2027, 2, 1), sign="1", amount=14950
    )
    records = [
        AddressLine(**keys, record_number=1, text="Mona Prøve"),
        AddressLine(**keys, record_number=2, text="Testvej 1"),
        Postcode(**keys, postcode="9999"),
        collection,
        TextLine(**keys, record_number=1, mandate="123456789", text="Kontingent"),
    ]
    found = row(records, {"line": 3, "section": "0112"})
    assert set(found) <= set(row_columns("0601"))
    expected = {
        "line": 3, "section": "0112", "customer": "1017", "address": "Mona Prøve\nTestvej 1", "postcode": "9999",
        "transaction": "0280", "mandate": "123456789", "amount": 14950, "due_on": date(2027, 2, 1),
        "text": "Kontingent",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert written(found["due_on"]) == "2027-02-01"
    unreadable = row([collection.with_raw(52, "99999999")], {})
    assert unreadable["due_on"] is None


@pytest.mark.parametrize("delivery_type", sorted(DELIVERIES))
def test_every_type_has_its_columns(delivery_type: str) -> None:
    columns = row_columns(delivery_type)
    assert list(columns)[: len(CONTEXT)] == list(CONTEXT)
    assert {"pbs_number", "customer", "mandate"} <= set(columns)
    assert not any(name.startswith("filler") for name in columns)
