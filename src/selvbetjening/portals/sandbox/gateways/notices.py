"""Webhooks on their way: queued by the gateways, held, delayed, doubled, turned round or dropped as control says.

Settings (`/__control/webhooks/order`): `reverse` the newest goes first; `duplicate` how often each is sent; `delay` in
seconds; `hold` none is sent by itself; `gaps` seconds between the tries.
"""

import json
import time
from typing import Any, Final

from selvbetjening.portals.sandbox.gateways import signatures
from selvbetjening.portals.sandbox.gateways.exchange import JSON, Data
from selvbetjening.portals.sandbox.gateways.state import Notice, State

GAPS: Final = (1, 2, 4, 8, 16, 32)
KEPT: Final = 5000


def queue(
    state: State, *, merchant: str, about: str, label: str, content: Any, url: str = "", **headers: str
) -> list[Notice]:
    """Let it be sent to the account's address, or to `url`; header names with `_` for `-`.

    `about` is the object that it tells of: what tells of one object keeps its order.
    """
    order = state.settings.get("order", {})
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    made = [
        Notice(
            id=state.new_id("wh"), merchant=merchant, about=about, label=label, body=body, url=url,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            next_at=time.time() + float(order.get("delay", 0)),
        )
        for _ in range(int(order.get("duplicate", 1)))
    ]  # fmt: skip
    state.notices += made
    if len(state.notices) > KEPT:
        done = [one for one in state.notices if one.state != "waiting"][: len(state.notices) - KEPT]
        state.notices = [one for one in state.notices if one not in done]
    return made


def copy(state: State, notice: Notice) -> Notice:
    """The same once more, as the gateways themselves do at times."""
    again = Notice(
        id=state.new_id("wh"), merchant=notice.merchant, about=notice.about, label=notice.label, body=notice.body,
        url=notice.url, headers=dict(notice.headers), next_at=time.time(),
    )  # fmt: skip
    state.notices.append(again)
    return again


def address(state: State, notice: Notice) -> str:
    """Where it goes; "" while the account has told no address."""
    return notice.url or state.merchants[notice.merchant].webhook_url


def next_one(state: State) -> Notice | None:
    """The one to send now."""
    order = state.settings.get("order", {})
    if order.get("hold"):
        return None
    present, blocked = time.time(), set()
    for one in reversed(state.notices) if order.get("reverse") else state.notices:
        if one.state != "waiting" or one.about in blocked or not address(state, one):
            continue
        if one.next_at <= present:
            return one
        if not order.get("reverse"):
            blocked.add(one.about)
    return None


def headers(state: State, notice: Notice) -> dict[str, str]:
    """What it is sent with; the signature is of this moment."""
    merchant = state.merchants[notice.merchant]
    body = notice.body.encode()
    if merchant.gateway == "stripe":
        signed = signatures.stripe(secret=merchant.secret, stamp=int(state.stamp()), body=body)
        return {"Content-Type": JSON, "Stripe-Signature": signed, **notice.headers}
    checksum = signatures.quickpay(private_key=merchant.secret, body=body)
    return {"Content-Type": JSON, "QuickPay-Checksum-Sha256": checksum, **notice.headers}


def tried(state: State, notice: Notice, *, answer: str, fine: bool) -> None:
    """Note how a try ended; plan the next one, or give up."""
    gaps = state.settings.get("order", {}).get("gaps", GAPS)
    notice.attempts += 1
    notice.answers.append(answer)
    if fine:
        notice.state = "delivered"
    elif notice.attempts > len(gaps):
        notice.state = "given_up"
    elif notice.state == "waiting":
        notice.next_at = time.time() + gaps[notice.attempts - 1]


def told(state: State, notice: Notice) -> Data:
    """All of it for the control's list, signed as of now."""
    return {
        "id": notice.id, "gateway": state.merchants[notice.merchant].gateway, "account": notice.merchant,
        "about": notice.about, "label": notice.label, "state": notice.state, "attempts": notice.attempts,
        "answers": notice.answers, "url": address(state, notice), "headers": headers(state, notice),
        "body": notice.body,
    }  # fmt: skip
