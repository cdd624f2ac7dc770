"""A client of Fenerum's public API, written from its document alone: a base address, a token, and nothing of ours.

It reads answers strictly (`fenerum_shapes`), refuses what the document does not promise, and remembers which endpoints
it has walked, where it sent a field too many, and where it sent a wrong one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx

from tests.api.fenerum_document import EMPTY_BODIES, endpoint_of
from tests.api.fenerum_shapes import WHOLE, Kind, Shape, faults_of

#: Fields that no API has, as an older or newer client may send them.
UNKNOWN = {"x_unknown": {"deep": [1, None]}, "legacy_flag": True}
#: Texts for machines that may stand beside the fields.
BESIDE = {"code", "docs"}
SUCCESS = {"GET": 200, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 204}


class NotAsDocumented(AssertionError):
    """An answer that a client written from the document could not read."""


@dataclass
class Fenerum:
    """`address` ends in `/api/v1/`; `transport` is for a network where the address leads nowhere by itself."""

    address: str
    token: str
    transport: httpx.BaseTransport | None = None
    walked: set[str] = field(default_factory=set)
    tolerated: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One call; what comes back is JSON or nothing."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.Client(timeout=60, transport=self.transport) as http:
            answer = http.request(
                method,
                urljoin(self.address, path),
                json=body,
                headers={"Authorization": f"Token {self.token}", **names},
            )
        if urlsplit(path).path != "/api/swagger/":
            _readable(answer)
        return answer

    def ask(self, method: str, path: str, shape: Shape | Kind, body: Any = None, *, status: int = 0) -> Any:
        """One call that is answered as the document says; its body."""
        answer = self.call(method, path, body)
        expected = status or SUCCESS[method]
        _agree(answer.status_code == expected, f"{_line(answer)}, and not {expected}: {answer.text}")
        endpoint = endpoint_of(method, _bare(path))
        found = [] if answer.status_code == 204 else faults_of(answer.json(), shape, endpoint)
        _agree(not found, "\n".join(found))
        self.walked.add(endpoint)
        return None if answer.status_code == 204 else answer.json()

    def read(self, path: str, shape: Shape | Kind) -> Any:
        """GET one thing."""
        return self.ask("GET", path, shape)

    def delete(self, path: str) -> None:
        """DELETE answers 204 without a body (T10), and the thing is gone."""
        self.ask("DELETE", path, {})
        self.refusal("GET", path, 404)

    def page(self, path: str, shape: Shape, **query: Any) -> Any:
        """One page of a list: the envelope."""
        known = dict(parse_qsl(urlsplit(path).query)) | {name: str(value) for name, value in query.items()}
        body = self.ask("GET", urljoin(path, "?" + urlencode(known)) if known else path, {"count": WHOLE})
        _agree({"count", "next", "previous", "results"} <= set(body), f"{path}: no envelope: {sorted(body)}")
        if "fields" not in known:
            found = [fault for row in body["results"] for fault in faults_of(row, shape, path)]
            _agree(not found, "\n".join(found))
        return body

    def every(self, path: str, shape: Shape, **query: Any) -> Iterator[dict[str, Any]]:
        """All rows of a list: `next` followed as given until it is null (T16)."""
        body = self.page(path, shape, **query)
        yield from body["results"]
        while body["next"]:
            body = self.page(body["next"].removeprefix(self.address), shape)
            yield from body["results"]

    def write(
        self,
        method: str,
        path: str,
        body: Any,
        shape: Shape | Kind,
        *,
        wrong: dict[str, Any] | None = None,
        required: Iterable[str] = (),
        status: int = 0,
    ) -> Any:
        """A write: first with wrong fields, one by one, and without each required one; then with fields too many."""
        endpoint = endpoint_of(method, _bare(path))
        for name, value in (wrong or {}).items():
            self.field_error(method, path, body | {name: value}, name)
        for name in required:
            self.field_error(method, path, {key: value for key, value in body.items() if key != name}, name)
        if wrong or endpoint in EMPTY_BODIES:
            self.refused.add(endpoint)
        answer = self.ask(method, path, shape, body | UNKNOWN, status=status)
        self.tolerated.add(endpoint)
        return answer

    def field_error(self, method: str, path: str, body: Any, name: str) -> list[str]:
        """400, and it is this field that is named, with texts."""
        texts = self.refusal(method, path, 400, body).get(name)
        _agree(bool(texts), f"{method} {path} {body}: nothing is said of {name}")
        assert isinstance(texts, list)
        return texts

    def refusal(self, method: str, path: str, status: int, body: Any = None) -> Any:
        """A call that must be refused, with an error of the documented form."""
        answer = self.call(method, path, body)
        _agree(answer.status_code == status, f"{_line(answer)}, and not {status}: {body} {answer.text}")
        said = answer.json()
        if status == 400:
            _agree(_field_errors(said), f"{_line(answer)}: no field errors: {said}")
        else:
            _agree(isinstance(said.get("detail"), str) and said["detail"] != "", f"{_line(answer)}: no detail: {said}")
        return said


def _readable(answer: httpx.Response) -> None:
    """Every non-empty answer is a JSON object or array, empty only with 204, never a redirect, never our fault."""
    _agree(answer.status_code < 300 or 400 <= answer.status_code < 500, f"{_line(answer)}: {answer.text[:500]}")
    if answer.status_code == 204:
        _agree(answer.content == b"", f"{_line(answer)}: a body with 204")
        return
    _agree("json" in answer.headers.get("content-type", ""), f"{_line(answer)}: {answer.headers.get('content-type')}")
    _agree(isinstance(answer.json(), dict | list), f"{_line(answer)}: {answer.text}")


def _field_errors(said: Any) -> bool:
    """`{field: [text, …]}`, nested per index for lists; a machine code may stand beside."""
    if isinstance(said, list):
        return all(one == {} or _field_errors(one) for one in said) and any(said)
    if not isinstance(said, dict):
        return False
    fields = {name: texts for name, texts in said.items() if name not in BESIDE or not isinstance(texts, str)}
    return fields != {} and all(_texts(texts) or _field_errors(texts) for texts in fields.values())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(text, str) and text for text in value)


def _bare(path: str) -> str:
    return path.partition("?")[0]


def _line(answer: httpx.Response) -> str:
    return f"{answer.request.method} {answer.request.url} answers {answer.status_code}"


def _agree(holds: bool, words: str) -> None:
    if not holds:
        raise NotAsDocumented(words)
