"""`/__control/…`: what the world does to the stand-ins, for tests, demo and people with curl.

POST takes a JSON object, GET reads; every answer is JSON. What there is stands in `ACTS`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from selvbetjening.portals.sandbox.gateways import due, notices, sender
from selvbetjening.portals.sandbox.gateways.disturbances import Disturbance, Disturbances
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Data, Request, as_json
from selvbetjening.portals.sandbox.gateways.quickpay import outside as quickpay
from selvbetjening.portals.sandbox.gateways.recorded import Recorded
from selvbetjening.portals.sandbox.gateways.state import State
from selvbetjening.portals.sandbox.gateways.stripe import outside as stripe


@dataclass(frozen=True)
class Panel:
    """What the control works on."""

    state: State
    disturbances: Disturbances
    recorded: Recorded

    def answer(self, request: Request) -> Answer:
        """One request under `/__control`. None from a page in a browser: any site could send one to this machine."""
        if "origin" in request.headers:
            return as_json(403, {"message": "Not from a browser."})
        name, _, rest = request.path.strip("/").partition("/")
        try:
            asked = json.loads(request.body or b"{}")
            if name == "webhooks" and rest not in {"", "order", "flush"}:
                return as_json(200, _one_notice(self, rest))
            act = ACTS.get((request.method, f"{name}/{rest}" if rest else name))
            if act is None:
                return as_json(404, {"message": f"There is no {request.method} {request.path} here.",
                                     "there_is": [f"{method} {path}" for method, path in ACTS]})  # fmt: skip
            return as_json(200, act(self, asked))
        except (KeyError, ValueError, TypeError) as error:
            return as_json(400, {"message": f"{type(error).__name__}: {error}"})


Act = Callable[[Panel, Data], Any]


def _reset(panel: Panel, asked: Data) -> Data:
    with panel.state.lock:
        panel.state.clear()
        panel.disturbances.waiting.clear()
        panel.recorded.requests.clear()
    return {}


def _state(panel: Panel, asked: Data) -> Data:
    with panel.state.lock:
        return {
            "now": panel.state.now(), "ahead": panel.state.ahead, "settings": panel.state.settings,
            "due": [vars(one) for one in panel.state.due], "counters": panel.state.counters,
            "tables": {
                name: {id: row.data for id, row in rows.items()} for name, rows in panel.state.tables.items()
            },
        }  # fmt: skip


def _advance(panel: Panel, asked: Data) -> Data:
    """`{seconds}`; everything that is due by then has happened when this is answered."""
    with panel.state.lock:
        panel.state.ahead += float(asked["seconds"])
        due.tick(panel.state)
        panel.state.save()
        return {"now": panel.state.now(), "ahead": panel.state.ahead}


def _fail(panel: Panel, asked: Data) -> Data:
    """`{path, times, status | drop | slow, when}`; a dropped answer is lost after the work."""
    fields = dict(asked)
    made = Disturbance(fields.pop("path"), **fields)
    if made.drop and "when" not in asked:
        made.when = "after"
    panel.disturbances.waiting.append(made)
    return vars(made)


def _merchants(panel: Panel, asked: Data) -> Data:
    """`{gateway, api_key, webhook_url, secret, via, name, every_event}`: what is not given stays as it is."""
    with panel.state.lock:
        merchant = panel.state.merchant(asked["gateway"], asked["api_key"])
        for name in ("webhook_url", "secret", "via", "name", "every_event"):
            if name in asked:
                setattr(merchant, name, asked[name])
        if merchant.webhook_url:
            sender.place(panel.state, merchant.webhook_url, merchant.via)
        panel.state.save()
        return {"id": merchant.id, "number": merchant.number, "secret": merchant.secret}


def _requests(panel: Panel, asked: Data) -> list[Data]:
    return list(panel.recorded.requests)


def _forget_requests(panel: Panel, asked: Data) -> Data:
    panel.recorded.requests.clear()
    return {}


def _webhooks(panel: Panel, asked: Data) -> list[Data]:
    with panel.state.lock:
        return [notices.told(panel.state, one) for one in panel.state.notices]


def _order(panel: Panel, asked: Data) -> Data:
    """`{reverse, duplicate, delay, hold, gaps}`, see `notices`; what is not given goes back to its normal."""
    with panel.state.lock:
        unknown = set(asked) - {"reverse", "duplicate", "delay", "hold", "gaps"}
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        panel.state.settings["order"] = asked
        return asked


def _flush(panel: Panel, asked: Data) -> list[Data]:
    """Send all that wait, once each, now and in the order that is set, held or not."""
    with panel.state.lock:
        reverse = asked.get("reverse", panel.state.settings.get("order", {}).get("reverse"))
        waiting = [one for one in panel.state.notices if one.state == "waiting" and notices.address(panel.state, one)]
    turned = list(reversed(waiting)) if reverse else waiting
    return [{"id": one.id, "label": one.label, "answer": sender.send(panel.state, one)} for one in turned]


def _one_notice(panel: Panel, rest: str) -> Data:
    id, _, act = rest.partition("/")
    with panel.state.lock:
        notice = next((one for one in panel.state.notices if one.id == id), None)
        if notice is None:
            raise KeyError(f"no webhook {id}")
        if act == "drop":
            notice.state = "dropped"
        elif act == "duplicate":
            notice = notices.copy(panel.state, notice)
    if act == "send":
        sender.send(panel.state, notice)
    elif act not in {"drop", "duplicate", ""}:
        raise ValueError(f"send, drop or duplicate, not {act}")
    with panel.state.lock:
        return notices.told(panel.state, notice)


def _processing(panel: Panel, asked: Data) -> Data:
    """`{times, seconds, outcome}`: Stripe's next payments stay on their way so long, then `succeeds` or `fails`."""
    with panel.state.lock:
        made = {"times": 1, "seconds": 60, "outcome": "succeeds", **asked}
        panel.state.settings["processing"] = made
        return made


def _bare_answers(panel: Panel, asked: Data) -> Data:
    """`{times}`: QuickPay's next answers to operations lack the operation and name where to read it."""
    with panel.state.lock:
        panel.state.settings["bare"] = {"times": 1, **asked}
        return {"times": 1, **asked}


def _outside(act: str) -> Act:
    def happen(panel: Panel, asked: Data) -> Data:
        with panel.state.lock:
            work = getattr(_gateway(asked), act, None)
            if work is None:
                raise ValueError(f"this gateway has no {act}")
            made: Data = work(panel.state, asked)
            panel.state.save()
        return made

    return happen


def _gateway(asked: Data) -> Any:
    """By the name that is given, else by the id: QuickPay's are numbers."""
    if "gateway" in asked:
        return {"stripe": stripe, "quickpay": quickpay}[asked["gateway"]]
    given = next((asked[name] for name in ("payment", "card", "subscription", "resource") if name in asked), "")
    return quickpay if str(given).isdigit() else stripe


ACTS: Final[Mapping[tuple[str, str], Act]] = {
    ("POST", "reset"): _reset,
    ("GET", "state"): _state,
    ("POST", "advance"): _advance,
    ("POST", "fail"): _fail,
    ("POST", "merchants"): _merchants,
    ("GET", "requests"): _requests,
    ("POST", "requests/clear"): _forget_requests,
    ("GET", "webhooks"): _webhooks,
    ("POST", "webhooks/order"): _order,
    ("POST", "webhooks/flush"): _flush,
    ("POST", "processing"): _processing,
    ("POST", "bare-answers"): _bare_answers,
    ("POST", "dispute"): _outside("dispute"),
    ("POST", "outcome"): _outside("outcome"),
    ("POST", "card-update"): _outside("update_card"),
    ("POST", "cancel-outside"): _outside("cancel"),
    ("POST", "live-mode-fact"): _outside("live_mode_fact"),
    ("POST", "other-amount"): _outside("other_amount"),
    ("POST", "saved-card"): _outside("saved_card"),
}
