"""What comes in and what goes out, apart from any server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

Data = dict[str, Any]
"""An object as JSON knows it."""

JSON: Final = "application/json; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """One HTTP request. Header names are in lower case; `base` is this server's address as its callers know it."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""

    def under(self, prefix: str) -> "Request":
        """The same request as seen by what is served under the prefix."""
        path = self.path.removeprefix(prefix)
        return Request(self.method, path, self.query, self.headers, self.body, f"{self.base}{prefix}")


@dataclass
class Answer:
    """One HTTP response; `drop` closes the connection instead of sending it."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


def as_json(status: int, content: Any, **headers: str) -> Answer:
    """JSON; header names are given with `_` for `-`."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(status, body, {"Content-Type": JSON} | {name.replace("_", "-"): v for name, v in headers.items()})


def see_other(address: str, **query: str) -> Answer:
    """Lead the browser on."""
    return Answer(303, headers={"Location": f"{address}?{urlencode(query)}" if query else address})
