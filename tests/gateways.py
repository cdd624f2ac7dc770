"""The stand-ins of the card gateways in this process, over real HTTP on a free port.

    with standin() as gateways:
        client = StripeClient("sk_test_shop", base_addresses={"api": gateways.stripe_base})
        gateways.control("advance", seconds=3600)

Times: QuickPay's operations end 0.2 s after they were asked for, by the stand-in's own clock: `clock.now()` and what
was advanced. Where a test stands still in time, `control("advance", seconds=1)` ends them and what follows from them.

Nothing is sent to an account that told no address (`merchant`): its webhooks wait, and `notices` hands them over.
"""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from selvbetjening.portals.sandbox.gateways.merchants import account_id
from selvbetjening.portals.sandbox.gateways.server import Standin


@dataclass(frozen=True)
class Notice:
    """A webhook as it would be sent; the signature is of the moment of asking."""

    id: str
    label: str
    body: bytes
    headers: dict[str, str]

    def django_headers(self) -> dict[str, str]:
        """`HTTP_STRIPE_SIGNATURE` and so on, for the test client's `**extra`."""
        return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}


@dataclass
class Gateways:
    """A running stand-in. `stripe_base` and `quickpay_base` are what STRIPE_API_BASE and QUICKPAY_API_BASE would be."""

    server: Standin
    handed: set[str] = field(default_factory=set)

    @property
    def stripe_base(self) -> str:
        return f"{self.server.base}/stripe"

    @property
    def quickpay_base(self) -> str:
        return f"{self.server.base}/quickpay"

    def control(self, act: str, **asked: Any) -> Any:
        """POST to `/__control/<act>`; without arguments, `state`, `requests` and `webhooks` are read by GET.

        Raises AssertionError with the stand-in's words when it refuses.
        """
        reads = act in {"state", "requests", "webhooks"} and not asked
        request = urllib.request.Request(
            f"{self.server.base}/__control/{act}",
            data=None if reads else json.dumps(asked).encode(), method="GET" if reads else "POST",
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    def merchant(self, gateway: str, api_key: str, **more: Any) -> dict[str, Any]:
        """Set an account's `webhook_url`, `secret`, `via`, `name`; returns its `id`, `number` and `secret`."""
        made: dict[str, Any] = self.control("merchants", gateway=gateway, api_key=api_key, **more)
        return made

    def notices(self, *, gateway: str = "", api_key: str = "", label: str = "") -> list[Notice]:
        """The waiting webhooks that were not handed over yet, oldest first; of one account and one kind if asked."""
        account = account_id(gateway=gateway, api_key=api_key) if api_key else ""
        found = [
            one for one in self.control("webhooks")
            if one["state"] == "waiting" and one["id"] not in self.handed and one["label"].startswith(label)
            and one["gateway"].startswith(gateway) and account in {"", one["account"]}
        ]  # fmt: skip
        self.handed |= {one["id"] for one in found}
        return [Notice(one["id"], one["label"], one["body"].encode(), one["headers"]) for one in found]

    def requests(self, *, path: str = "", method: str = "") -> list[dict[str, Any]]:
        """What the adapters sent, oldest first, keys left out."""
        found = self.control("requests")
        return [one for one in found if path in one["path"] and method in {"", one["method"]}]

    def day_ahead(self, days: int) -> str:
        """A day after the stand-in's today as QuickPay's `due_date` wants it."""
        present = datetime.fromtimestamp(self.server.state.now(), UTC)
        return (present + timedelta(days=days)).date().isoformat()

    def fill_in(self, url: str, number: str, *, approve: bool | None = None, **fields: str) -> str:
        """Type a card on a hosted page and return where the browser is led at last.

        `approve` answers the bank's question where there is one. With `cancel="1"` the page is left. The address of
        the page itself comes back when the card was refused.
        """
        sent = {"number": number, "expiry": "12/34", "cvc": "123", **fields}
        led = self._at(submit(url, sent))
        if led == f"{url}/secure" and approve is not None:
            led = self._at(submit(led, {"approve": "1"} if approve else {"deny": "1"}))
        return led

    def _at(self, led: str) -> str:
        return led if led.startswith("http") else self.server.base + led


def submit(url: str, fields: dict[str, str]) -> str:
    """POST a form and return the address that the answer leads to; the page's own path when it leads nowhere."""

    class Still(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **kwargs: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(Still).open(url, data=urlencode(fields).encode(), timeout=30) as response:
            return str(response.url)
    except HTTPError as error:
        return error.headers.get("Location") or url


@contextmanager
def standin(*, file: Path | None = None, port: int = 0) -> Iterator[Gateways]:
    """A stand-in of one's own for as long as the block lasts; with a `file` its state outlives it."""
    server = Standin(file=file, port=port)
    server.start()
    try:
        yield Gateways(server)
    finally:
        server.stop()
