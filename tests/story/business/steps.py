"""What people do at the business portal with MitID: log in, confirm an act, open an invitation."""

import re
from typing import Any
from urllib.parse import urlencode

from tests.business import BusinessClient
from tests.mitid import Broker

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def by_mitid(client: BusinessClient, broker: Broker, sent: Any, **chosen: Any) -> Any:
    """From the redirect to the broker, by its page, back to the portal; the answer of the address it leads back to."""
    assert sent.status_code == 302, sent.content.decode()[:2000]
    back = broker.choose(sent.headers["Location"], **chosen)
    return client.get(f"/log-ind/svar/demo/?{urlencode(back)}")


def log_in(client: BusinessClient, broker: Broker, *, wanted: str = "", **chosen: Any) -> Any:
    """Press the button on the login page, and choose a person at the stand-in."""
    return by_mitid(client, broker, client.post("/log-ind/", {"next": wanted}), **chosen)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page's last form, without its token."""
    form = page.content.decode().rpartition("<main")[2]
    return {name: value for name, value in _HIDDEN.findall(form) if name != "csrfmiddlewaretoken"}


def confirmed(client: BusinessClient, broker: Broker, asked: Any, **chosen: Any) -> Any:
    """An act that answered with "Confirm with MitID": there and back, and the press on what was kept."""
    assert asked.status_code == 401, asked.status_code
    back = by_mitid(client, broker, client.post("/bekraeft/", hidden(asked)), **chosen)
    assert back.headers["Location"] == "/bekraeftet/"
    kept = client.get("/bekraeftet/")
    action = re.search(r'<form method="post" action="(/v/[^"]+)"', kept.content.decode())
    assert action, kept.content.decode()
    return client.post(action[1], hidden(kept))
