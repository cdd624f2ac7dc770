"""What books money shows first what it comes to, and does exactly that when it is confirmed."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.ui.components.values import language

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confirming:
    """What it comes to, told as rows of words; `done` says that it was confirmed and is booked."""

    rows: Sequence[Row]
    seal: str
    done: bool


class _TakenBack(Exception):
    pass


def confirming(request: HttpRequest, act: Callable[[], Sequence[Row]]) -> Confirming:
    """Do it, and take it back unless what it comes to is what was confirmed: so what is shown is never a guess.

    `act` books in this transaction and tells what it came to. Raises what `act` raises; nothing is booked then.
    """
    rows: Sequence[Row] = ()
    seal = ""
    try:
        with transaction.atomic():
            rows = act()
            seal = hashlib.sha256(repr(rows).encode()).hexdigest()
            if request.POST.get("confirmed") != seal:
                raise _TakenBack
    except _TakenBack:
        return Confirming(rows, seal, done=False)
    return Confirming(rows, seal, done=True)


def confirmed(
    request: HttpRequest,
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
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return None
    step = book()
    if step is None:
        return None
    if step.done:
        return saved(request, frame["back"])
    return page(request, "business/confirm.html", rows=step.rows, seal=step.seal, press=press, **frame)


def told(amount: Money) -> str:
    """An amount in the reader's way."""
    return format_money(amount, language())
