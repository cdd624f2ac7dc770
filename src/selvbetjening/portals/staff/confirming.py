"""What books money shows first what it comes to, and does exactly that when it is confirmed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.money import Money
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


def wants_to_change(request: HttpRequest) -> bool:
    """Whether the reader went back from the confirmation to the form."""
    return "change" in request.POST


def told(amount: Money) -> str:
    """An amount in the reader's way."""
    return format_money(amount, language())
