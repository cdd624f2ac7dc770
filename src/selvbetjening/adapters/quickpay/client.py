"""A thin client of QuickPay's API v10: one request, one answer, and what went wrong in the port's words."""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NoReturn

import httpx

from selvbetjening.adapters.quickpay.failures import CONFIG_ERROR, RATE_LIMITED
from selvbetjening.domain.payments.ports import Credentials, GatewayRefused, NotReached

TIMEOUT: Final = httpx.Timeout(15.0, connect=4.0)
#: How often a request is sent at most, and the longest wait that the gateway may ask for in between (Q3).
TRIES: Final = 3
LONGEST_WAIT: Final = 5.0
_WAIT: Final = 0.3
#: A second run of these changes nothing; of an order only the gateway's refusal (429) is surely no run.
_REPEATABLE: Final = ("GET", "PUT")
# One for the process: connections are kept.
_HTTP: Final = httpx.Client(timeout=TIMEOUT)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: JSON (None for none), the hash of its bytes, and the gateway's own time."""

    data: Any
    sha256: str
    at: datetime
    location: str = ""


class Refusal(Exception):
    """The gateway understood and refused. `fields` names what it objects to, with its words."""

    def __init__(self, status: int, fields: Mapping[str, str]) -> None:
        super().__init__(str(status))
        self.status, self.fields = status, fields

    @property
    def is_taken(self) -> bool:
        """Whether the order was made before: `order_id` is unique, and the only guard there is."""
        return "exist" in self.fields.get("order_id", "").lower()

    @property
    def code(self) -> str:
        """What it objects to, in short."""
        return ",".join(sorted(self.fields))[:80] or f"http_{self.status}"


class QuickPayClient:
    """Requests with one company's key. Raises `NotReached`, `GatewayRefused` (key, too many) and `Refusal`."""

    def __init__(self, credentials: Credentials, *, wait: Callable[[float], None] = time.sleep) -> None:
        key = base64.b64encode(f":{credentials.api_key}".encode()).decode()
        self._headers = {"Authorization": f"Basic {key}", "Accept-Version": "v10", "Accept": "application/json"}
        self._base = credentials.api_base.rstrip("/")
        self._wait = wait

    def get(self, path: str, **query: str | int) -> Answer:
        """Read."""
        return self._asked("GET", path, query=query)

    def send(
        self, method: str, path: str, body: Mapping[str, Any], *, notices: str = "", synchronized: bool = False
    ) -> Answer:
        """POST, PUT, PATCH or DELETE; `notices` is where the gateway tells how an operation ended."""
        headers = {"QuickPay-Callback-Url": notices} if notices else {}
        return self._asked(method, f"{path}?synchronized" if synchronized else path, body=body, headers=headers)

    def _asked(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        for left in reversed(range(TRIES)):
            repeatable = method in _REPEATABLE and left > 0
            try:
                came = _HTTP.request(
                    method, self._base + path, params=query or None, json=body,
                    headers={**self._headers, **(headers or {})},
                )  # fmt: skip
            except httpx.HTTPError:
                if repeatable:
                    self._wait(_WAIT)
                    continue
                raise NotReached("connection") from None
            if came.status_code == 429 and left:
                self._wait(_asked_to_wait(came))
            elif came.status_code >= 500 and repeatable:
                self._wait(_WAIT)
            else:
                return _read(came)
        raise NotReached("connection")


def _asked_to_wait(came: httpx.Response) -> float:
    text = came.headers.get("Retry-After", "")
    return min(float(text), LONGEST_WAIT) if text.isascii() and text.isdigit() else _WAIT


def _read(came: httpx.Response) -> Answer:
    if came.status_code >= 400:
        _refused(came)
    try:
        data = came.json() if came.content else None
    except ValueError:
        raise NotReached("unreadable") from None
    return Answer(data, hashlib.sha256(came.content).hexdigest(), _told_at(came), came.headers.get("Location", ""))


def _told_at(came: httpx.Response) -> datetime:
    """The gateway's own clock: its deadlines are held against it."""
    try:
        return parsedate_to_datetime(came.headers.get("Date", ""))
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _refused(came: httpx.Response) -> NoReturn:
    if came.status_code >= 500:
        raise NotReached(f"http_{came.status_code}")
    if came.status_code == 429:
        raise GatewayRefused(RATE_LIMITED)
    if came.status_code in (401, 402, 403):
        raise GatewayRefused(CONFIG_ERROR)
    try:
        said = came.json()
    except ValueError:
        said = {}
    errors = said.get("errors") if isinstance(said, dict) else None
    fields = errors if isinstance(errors, dict) else {}
    raise Refusal(came.status_code, {str(name): str(words) for name, words in fields.items()})
