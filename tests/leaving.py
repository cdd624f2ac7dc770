"""Nothing leaves the house inside a transaction that may be done again (`tenancy.again`): the ports are watched.

A mail, an order at a gateway, a webhook, an e-invoice or a file that went out in a try which the database gave up would
go out twice. What goes out is written down in the transaction, and a job sends it after the commit.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.utils.module_loading import import_string

from selvbetjening.config.middleware import transactions
from selvbetjening.domain.deliveries.queries import stored
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.invoicing.actions import send
from selvbetjening.domain.messaging.actions import deliver as mails
from selvbetjening.domain.payments.queries import gateways
from selvbetjening.domain.webhooks.actions import deliver as webhooks
from selvbetjening.portals.api import door

#: Where adapters are made. What they are asked for without going anywhere stands below.
MAKERS: Final = (stored, bank, send, mails, gateways, webhooks)
STAYS: Final = frozenset({"capabilities", "parse_webhook", "read", "size", "idle", "signatures"})
_inside = threading.local()


class Watched:
    """An adapter that writes down what it is asked for inside a transaction that may be done again."""

    def __init__(self, adapter: Any, seen: list[str]) -> None:
        self._adapter, self._seen = adapter, seen

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._adapter, name)
        return self._watched(name, value) if callable(value) and name not in STAYS else value

    def __enter__(self) -> Any:
        return Watched(self._watched("__enter__", self._adapter.__enter__)(), self._seen)

    def __exit__(self, *error: Any) -> Any:
        return self._adapter.__exit__(*error)

    def _watched(self, name: str, value: Callable[..., Any]) -> Callable[..., Any]:
        if getattr(_inside, "one", False):
            self._seen.append(f"{type(self._adapter).__name__}.{name}")
        return value


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What leaves meanwhile, by calls of the API and by pages of portals alike."""
    seen: list[str] = []

    def marked(real: Callable[..., Any]) -> Callable[..., Any]:
        def whole(work: Callable[[], Any]) -> Any:
            _inside.one = True
            try:
                return real(work)
            finally:
                _inside.one = False

        return whole

    def made(path: str) -> Any:
        real = import_string(path)
        return lambda *values, **named: Watched(real(*values, **named), seen)

    for place in (door, transactions):
        patch.setattr(place, "whole", marked(place.whole))
    for maker in MAKERS:
        patch.setattr(maker, "import_string", made)
    yield seen
