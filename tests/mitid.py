"""The demo's stand-in of MitID in this process, over real HTTP on a free port, and a browser that chooses there.

with mitid() as broker:
    begun = begin_login(broker="demo", …)
    answer = broker.choose(begun.url, person="astrid")      # what the browser brings back
    finish_login(broker="demo", answer=answer, …)
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from django.conf import settings
from django.test import override_settings

from selvbetjening.domain.identity.queries import brokers
from selvbetjening.portals.sandbox.gateways.server import Standin
from selvbetjening.portals.sandbox.mitid.provider import Provider


@dataclass
class Broker:
    """The running stand-in. `base` is what MITID_STAND_IN would be."""

    base: str
    provider: Provider

    def choose(
        self, url: str, *, person: str = "astrid", company: str = "", level: str = "substantial", age: int = 0,
        cancel: bool = False,
    ) -> dict[str, str]:  # fmt: skip
        """Open the page behind the address, choose, press, and return the parameters of the way back."""
        page = requests.get(url, timeout=10)
        assert page.status_code == 200, page.text
        found = re.search(r'name="request_uri" value="([^"]+)"', page.text)
        assert found, page.text
        sent = {"request_uri": found[1], "person": person, "company": company, "level": level, "age": str(age)}
        pressed = {"cancel": "1"} if cancel else {"log_in": "1"}
        answer = requests.post(urljoin(url, "authorize"), data=sent | pressed, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


@contextmanager
def mitid(*, level: str = "substantial", private_for_business: bool = False) -> Iterator[Broker]:
    """The demo's broker for as long as the block lasts; `settings.LOGIN_BROKERS` names it and no other."""
    provider = Provider()
    server = Standin(beside={"/mitid": provider.answer})
    server.start()
    base = f"{server.base}/mitid"
    options = {
        **settings.LOGIN_BROKERS["demo"], "discovery": f"{base}/.well-known/openid-configuration", "level": level,
        "private_for_business": private_for_business,
    }  # fmt: skip
    try:
        with override_settings(LOGIN_BROKERS={"demo": options}, LOGIN_PAGES=[server.base]):
            brokers.forget()
            yield Broker(base, provider)
    finally:
        brokers.forget()
        server.stop()
