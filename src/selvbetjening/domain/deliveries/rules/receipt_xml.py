"""A receipt as XML: the names, the order and the values of its JSON (annex D.2; docs/kvittering.xsd). Pure.

The JSON is what is signed and counts. Nothing is null or empty by its absence: what the JSON has, stands here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

NAMESPACE: Final = "urn:selvbetjening:kvittering:1"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
#: What XML 1.0 has no sign for; a question mark stands there. The JSON has it.
_NO_SIGN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(*, said: Mapping[str, Any]) -> bytes:
    """The receipt as a document in UTF-8. A list is an element with an `item` for each of its values.

    `said` is the parsed JSON of the receipt; its values are text, truth values, whole numbers, None, lists and maps.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<receipt xmlns="{NAMESPACE}" xmlns:xsi="{_XSI}">']
    lines += [line for name, value in said.items() for line in _element(name, value, 1)]
    return "\n".join([*lines, "</receipt>", ""]).encode()


def _element(name: str, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if value is None:
        yield f'{pad}<{name} xsi:nil="true"/>'
    elif isinstance(value, Mapping | list | tuple):
        inner: Sequence[tuple[str, Any]] = (
            list(value.items()) if isinstance(value, Mapping) else [("item", each) for each in value]
        )
        if not inner:
            yield f"{pad}<{name}/>"
            return
        yield f"{pad}<{name}>"
        for key, each in inner:
            yield from _element(key, each, depth + 1)
        yield f"{pad}</{name}>"
    else:
        yield f"{pad}<{name}>{_text(value)}</{name}>"


def _text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A line end as it stands would come back as another one.
    return escape(_NO_SIGN.sub("?", str(value)), {"\r": "&#13;"})
