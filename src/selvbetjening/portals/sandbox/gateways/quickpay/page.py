"""QuickPay's payment window: the card, its authentication, MobilePay, and the way back to the company."""

from math import inf
from urllib.parse import urlsplit

from selvbetjening.portals.sandbox.gateways import pages
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Data, Request, see_other
from selvbetjening.portals.sandbox.gateways.quickpay import operations, resources
from selvbetjening.portals.sandbox.gateways.quickpay.cards import CARDS, SHOWN
from selvbetjening.portals.sandbox.gateways.quickpay.context import table
from selvbetjening.portals.sandbox.gateways.state import Row, State


def answer(state: State, request: Request) -> Answer:
    """`/hosted/payment/1001`: shown, sent, cancelled; `…/secure` asks as a bank would."""
    with state.lock:
        kind, _, rest = request.path.removeprefix("/hosted/").partition("/")
        id, _, part = rest.partition("/")
        row = state.find(table(kind), id) if kind in {"payment", "subscription"} else None
        if row is None or part not in {"", "secure"} or row.data["link"] is None:
            return pages.lost(request)
        link = row.data["link"]
        if row.data["accepted"] or (row.data["operations"] and row.data["operations"][-1]["pending"]):
            return see_other(_back(row))
        if row.hidden.get("closes", inf) < state.now():
            return pages.over(request, language=link["language"], back=link["cancel_url"])
        made = _secure(state, request, row) if part else _first(state, request, row)
        state.save()
        return made


def _back(row: Row) -> str:
    return str(row.data["link"]["continue_url"] or row.data["link"]["cancel_url"] or "/")


def _here(request: Request, row: Row) -> str:
    return f"{urlsplit(request.base).path}/hosted/{row.data['type'].lower()}/{row.data['id']}"


def _page(state: State, row: Row, request: Request) -> Data:
    link = row.data["link"]
    taken = row.data["type"] == "Payment"
    return {
        "merchant": state.merchants[row.merchant].name, "language": link["language"], "saves": not taken,
        "amount_minor": link["amount"], "currency": row.data["currency"], "title": row.data["description"] or "",
        "back": [link["continue_url"] or "", link["cancel_url"] or ""], "action": _here(request, row), "cards": SHOWN,
    }  # fmt: skip


def _first(state: State, request: Request, row: Row) -> Answer:
    link = row.data["link"]
    if "mobilepay" in (link.get("payment_methods") or ""):
        return see_other(f"{_here(request, row)}/secure")
    if request.method != "POST":
        return pages.card(request, **_page(state, row, request))
    form = pages.form(request)
    if "cancel" in form:
        return see_other(link["cancel_url"] or _back(row))
    card, faults = pages.read_card(form, known=CARDS, now=state.now())
    if faults:
        return pages.card(request, form=form, faults=faults, **_page(state, row, request))
    known = CARDS[card["number"]]
    secure = known.outcome == "secure"
    row.hidden |= {"number": card["number"], "secure": secure}
    row.data["metadata"] = resources.card_of(
        card["number"], known.brand, month=card["month"], year=card["year"], secure=secure
    )
    row.data["acquirer"] = "clearhaus" if known.brand != "dankort" else "nets"
    return see_other(f"{_here(request, row)}/secure") if secure else _authorize(state, request, row)


def _secure(state: State, request: Request, row: Row) -> Answer:
    link = row.data["link"]
    mobile = "mobilepay" in (link.get("payment_methods") or "")
    if not mobile and not row.hidden.get("secure"):
        return see_other(_here(request, row))
    if request.method != "POST":
        return pages.secure(request, kind="mobilepay" if mobile else "secure", **_page(state, row, request))
    if "approve" in pages.form(request):
        if mobile:
            row.hidden["number"] = ""
            row.data |= {"metadata": resources.mobilepay_of(), "acquirer": "mobilepaysubscriptions"}
        return _authorize(state, request, row)
    if mobile:
        return see_other(link["cancel_url"] or _back(row))
    return pages.card(request, refused="authentication", **_page(state, row, request))


def _authorize(state: State, request: Request, row: Row) -> Answer:
    """The window waits for most cards, and leads back at once with the delayed ones."""
    operation = operations.start(state, row, "authorize", row.data["link"]["amount"])
    operations.finish_all(state, row)
    if operation["pending"] or row.data["accepted"]:
        return see_other(_back(row))
    reason = "expired_card" if "expired" in (operation["aq_status_msg"] or "").lower() else "declined"
    return pages.card(request, refused=reason, **_page(state, row, request))
