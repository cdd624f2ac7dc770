"""Forms with brackets, and schemas that find what is unknown, missing or mistyped."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.portals.sandbox.gateways.forms import decode
from selvbetjening.portals.sandbox.gateways.schema import (
    Wire,
    check,
    listed,
    mapping,
    needed,
    nested,
    text,
    whole,
    yes_no,
)

SCHEMA = {
    "amount": needed(whole(least=1)), "confirm": yes_no(), "metadata": mapping(), "mode": text("setup", "payment"),
    "items": listed(nested(name=needed(text(most=5)), count=whole())), "expand": listed(text()),
}  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=d&a[b][e]=f", {"a": {"b": {"c": "d", "e": "f"}}}),
        ("e[]=x&e[]=y", {"e": ["x", "y"]}),
        ("i[1][n]=b&i[0][n]=a", {"i": [{"n": "a"}, {"n": "b"}]}),
        ("a=%C3%A6%20%26&a=2", {"a": "2"}),
        ("", {}),
        ("a=1&a[b]=2", {"a": {"b": "2"}}),
    ],
)
def test_brackets_become_trees(sent: str, expected: dict[str, Any]) -> None:
    assert decode(sent) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(sent: str) -> None:
    assert isinstance(decode(sent), dict)


def test_types_are_read_from_a_form() -> None:
    sent = "amount=12&confirm=true&metadata[a]=7&items[0][name]=x&items[0][count]=-3&expand[]=customer"
    clean, faults = check(SCHEMA, decode(sent), wire="form")
    assert faults == []
    assert clean == {
        "amount": 12, "confirm": True, "metadata": {"a": "7"}, "items": [{"name": "x", "count": -3}],
        "expand": ["customer"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wire", "sent", "path", "what"),
    [
        ("form", {"amount": "1", "new": "x"}, "new", "unknown"),
        ("form", {}, "amount", "missing"),
        ("form", {"amount": ""}, "amount", "invalid"),
        ("form", {"amount": "0"}, "amount", "invalid"),
        ("form", {"amount": "1.5"}, "amount", "invalid"),
        ("form", {"amount": "١"}, "amount", "invalid"),
        ("form", {"amount": "1", "confirm": "True"}, "confirm", "invalid"),
        ("form", {"amount": "1", "mode": "other"}, "mode", "invalid"),
        ("form", {"amount": "1", "items": "x"}, "items", "invalid"),
        ("form", {"amount": "1", "items": [{"count": "1"}]}, "items[0][name]", "missing"),
        ("form", {"amount": "1", "items": [{"name": "longer"}]}, "items[0][name]", "invalid"),
        ("form", {"amount": "1", "items": [{"name": "x", "other": "y"}]}, "items[0][other]", "unknown"),
        ("form", {"amount": "1", "metadata": "x"}, "metadata", "invalid"),
        ("form", {"amount": "1", "metadata": {"k" * 41: "x"}}, f"metadata[{'k' * 41}]", "invalid"),
        ("json", {"amount": "1"}, "amount", "invalid"),
        ("json", {"amount": True}, "amount", "invalid"),
        ("json", {"amount": 1, "confirm": "true"}, "confirm", "invalid"),
        ("json", {"amount": 1, "metadata": {"a": 1}}, "metadata[a]", "invalid"),
        ("json", [], "", "invalid"),
    ],
)
def test_each_fault_is_found_and_named(wire: Wire, sent: Any, path: str, what: str) -> None:
    _, faults = check(SCHEMA, sent, wire=wire)
    assert (path, what) in [(fault.path, fault.what) for fault in faults]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 10**12),
    st.booleans(),
    st.dictionaries(st.text("abc_1", min_size=1, max_size=9), st.text(max_size=20)),
)
def test_what_a_client_encodes_is_read_back(amount: int, confirm: bool, metadata: dict[str, str]) -> None:
    pairs = [("amount", str(amount)), ("confirm", str(confirm).lower())]
    pairs += [(f"metadata[x{name}]", value) for name, value in metadata.items()]
    clean, faults = check(SCHEMA, decode(urlencode(pairs)), wire="form")
    assert faults == []
    assert (clean["amount"], clean["confirm"]) == (amount, confirm)
    assert clean.get("metadata", {}) == {f"x{name}": value for name, value in metadata.items()}
