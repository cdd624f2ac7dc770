"""`application/x-www-form-urlencoded` with brackets: `line_items[0][price_data][currency]=dkk`, `expand[]=customer`."""

import re
from typing import Any, Final
from urllib.parse import parse_qsl

_PART: Final = re.compile(r"\[([^\[\]]*)\]")


def decode(text: str) -> dict[str, Any]:
    """Nested dicts and lists; every leaf is text. A name given twice keeps its last value, as the gateways do."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, bracket, rest = name.partition("[")
        _put(tree, [head, *_PART.findall(bracket + rest)], value)
    return {key: _lists(value) for key, value in tree.items()}


def _put(tree: dict[str, Any], parts: list[str], value: str) -> None:
    for part in parts[:-1]:
        inner = tree.setdefault(_key(tree, part), {})
        if not isinstance(inner, dict):
            inner = tree[part] = {}
        tree = inner
    tree[_key(tree, parts[-1])] = value


def _key(tree: dict[str, Any], part: str) -> str:
    """`[]` is the next number."""
    return part or str(len(tree))


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}
