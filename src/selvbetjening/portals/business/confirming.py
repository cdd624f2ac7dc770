"""What books money shows first what it comes to, and does exactly that, once, when it is confirmed (SEC-35)."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext

from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.once import new_key, spend, was_sent
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.ui.components.values import language

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confirming:
    """What it comes to, told as rows of words.

    `done` says that it was confirmed and is booked, `again` that it was before. The seal is the
    form's own key and a digest of what is shown.
    """

    rows: Sequence[Row]
    seal: str
    done: bool
    again: bool = False


class _TakenBack(Exception):
    pass


def confirming(request: CompanyRequest, act: Callable[[], Sequence[Row]]) -> Confirming:
    """Do it, and take it back unless what it comes to is what was confirmed: so what is shown is never a guess.

    `act` books in this transaction and tells what it came to. Raises what `act` raises; nothing is booked then. What is
    confirmed was shown under a key that is spent with it: the same form sent again, or twice at once, books once.
    """
    rows: Sequence[Row] = ()
    key, _dot, shown = request.POST.get("confirmed", "").partition(".")
    digest = ""
    try:
        with transaction.atomic():
            spending = spend(request, key)  # first: a second sending waits here for what the first one books
            if spending == "done":
                return Confirming((), "", done=True, again=True)
            rows = act()
            digest = hashlib.sha256(repr(rows).encode()).hexdigest()
            if spending != "mine" or shown != digest:
                raise _TakenBack
    except _TakenBack:
        return Confirming(rows, f"{new_key(request)}.{digest}", done=False)
    return Confirming(rows, "", done=True)


def confirmed(
    request: CompanyRequest,
    *,
    form: forms.Form,
    book: Callable[[], Confirming | None],
    press: str,
    frame: Mapping[str, Any],
) -> HttpResponse | None:
    """The page that shows what a right form comes to, or the way back once it is booked; None for the form again.

    `book` gives None where it cannot be booked and the form says why. `press` is the button that books; `frame` is what
    both pages are drawn with, and `frame["back"]` where it leads to afterwards.
    """
    if request.method != "POST" or "change" in request.POST:
        return None
    if was_sent(request, request.POST.get("confirmed", "").partition(".")[0]):
        return done_before(request, frame["back"])
    if not form.is_valid():
        return None
    step = book()
    if step is None:
        return None
    if step.again:
        return done_before(request, frame["back"])
    if step.done:
        return saved(request, frame["back"])
    return page(request, "business/confirm.html", rows=step.rows, seal=step.seal, press=press, **frame)


def done_before(request: CompanyRequest, back: str) -> HttpResponse:
    """The way back for a form that was sent before: what it did is done, and nothing more."""
    return saved(request, back, gettext("This was done already. Nothing was booked twice."))


def told(amount: Money) -> str:
    """An amount in the reader's way."""
    return format_money(amount, language())
