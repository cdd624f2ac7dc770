"""Checkout's page: the card, its authentication, and the way back to the company."""

from urllib.parse import urlsplit

from selvbetjening.portals.sandbox.gateways import pages
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Data, Request, see_other
from selvbetjening.portals.sandbox.gateways.state import Row, State
from selvbetjening.portals.sandbox.gateways.stripe import methods, sessions
from selvbetjening.portals.sandbox.gateways.stripe.cards import CARDS, SHOWN, Decline
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller


def answer(state: State, request: Request) -> Answer:
    """`/pay/cs_…`: shown, sent, cancelled; `/pay/cs_…/secure` asks as a bank would."""
    with state.lock:
        id, _, part = request.path.removeprefix("/pay/").partition("/")
        row = state.find(f"stripe.{sessions.KIND}", id)
        if row is None or part not in {"", "secure"}:
            return pages.lost(request)
        if row.data["status"] == "complete":
            return see_other(_back(row))
        if row.data["status"] != "open":
            return pages.over(request, language=row.data["locale"], back=row.data["cancel_url"])
        made = _secure(state, request, row) if part else _card(state, request, row)
        state.save()
        return made


def _back(row: Row) -> str:
    return str(row.data["success_url"]).replace("{CHECKOUT_SESSION_ID}", row.data["id"])


def _here(request: Request, row: Row) -> str:
    """The page's path: it works by whatever name of this machine it was opened."""
    return f"{urlsplit(request.base).path}/pay/{row.data['id']}"


def _page(state: State, row: Row, request: Request, **more: str) -> Data:
    saves = row.data["mode"] == "setup" or "setup_future_usage" in row.hidden["asked"]["payment_intent_data"]
    return {
        "merchant": state.merchants[row.merchant].name, "language": row.data["locale"] or "auto",
        "amount_minor": row.data["amount_total"], "currency": row.data["currency"] or "",
        "title": row.hidden["title"], "back": [row.data["success_url"], row.data["cancel_url"] or ""],
        "saves": saves, "action": _here(request, row), "cards": SHOWN, **more,
    }  # fmt: skip


def _card(state: State, request: Request, row: Row) -> Answer:
    if request.method != "POST":
        return pages.card(request, **_page(state, row, request))
    form = pages.form(request)
    if "cancel" in form:
        return see_other(row.data["cancel_url"] or row.data["success_url"])
    card, faults = pages.read_card(form, known=CARDS, now=state.now())
    if faults:
        return pages.card(request, form=form, faults=faults, **_page(state, row, request))
    caller = Caller(state, row.merchant, request.base)
    method = methods.make(caller, card["number"], month=card["month"], year=card["year"])
    row.hidden["method"] = method.data["id"]
    return _after(state, request, row, method, authenticated=False)


def _secure(state: State, request: Request, row: Row) -> Answer:
    method = state.find("stripe.payment_method", row.hidden.get("method", ""))
    if method is None:
        return see_other(_here(request, row))
    if request.method != "POST":
        return pages.secure(request, **_page(state, row, request))
    if "approve" not in pages.form(request):
        del row.hidden["method"]
        sessions.deny(Caller(state, row.merchant, ""), row)
        return pages.card(request, refused="authentication", **_page(state, row, request))
    return _after(state, request, row, method, authenticated=True)


def _after(state: State, request: Request, row: Row, method: Row, *, authenticated: bool) -> Answer:
    outcome = sessions.submit(Caller(state, row.merchant, ""), row, method, authenticated=authenticated)
    if isinstance(outcome, Decline):
        return pages.card(request, refused=outcome.decline_code or outcome.code, **_page(state, row, request))
    if outcome == "authenticate":
        return see_other(f"{_here(request, row)}/secure")
    return see_other(_back(row))
