"""What holds for every mail there is, also for one written tomorrow: each function is drawn with made-up values.

GDP-5: no amount where the company wants none. MKT-1: no offers. SEC-62: no stranger's host.
"""

import importlib
import inspect
import pkgutil
import re
import typing
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, has_offer, without_amounts
from selvbetjening.kernel.formatting import Language, format_money
from selvbetjening.kernel.money import Money

SENDER = Sender(name="Nordlys Træning", reply_to="hej@nordlys.example", origin="https://nordlys.portal.test")
PLANTED = Money(731_942, "DKK")
FIXED: dict[Any, Any] = {
    str: "xyz", int: 3, bool: True, date: date(2026, 3, 10), datetime: datetime(2026, 3, 10, 8, 14, tzinfo=UTC),
    Money: PLANTED, UUID: UUID(int=7), type(None): None,
}  # fmt: skip


def functions() -> Iterator[tuple[str, Callable[..., Letter]]]:
    """Every function of every module of mails that makes a letter for a sender."""
    for module in pkgutil.iter_modules(mails.__path__, f"{mails.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            own = inspect.isfunction(value) and value.__module__ == module.name and not name.startswith("_")
            if own and name != "letter" and typing.get_type_hints(value).get("return") is Letter:
                yield f"{module.name.rpartition('.')[2]}.{name}", value


def sample(kind: Any, name: str) -> Any:
    """A value of a type; a path for what is called so."""
    is_path = kind is str and ("path" in name or name.endswith("url"))
    # The law asks for the amounts in the demand before collection, and nowhere else (COL-1).
    if is_path or name == "is_demand":
        return "/fakturaer/" if is_path else False
    if kind in FIXED:
        return FIXED[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return inner[0]
    if origin is tuple:
        return tuple(sample(each, name) for each in inner if each is not Ellipsis)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return defaultdict(lambda: sample(inner[1], name), {sample(inner[0], name): sample(inner[1], name)})
    if isinstance(origin, type) and issubclass(origin, Collection):
        return [sample(inner[0], name)]
    if inner:  # a union: the first that is something
        return sample(inner[0], name)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{each.name: sample(hints[each.name], each.name) for each in fields(kind)})
    raise TypeError(f"{name}: how is a {kind} made up?")


def drawn(function: Callable[..., Letter], language: Language, sender: Sender) -> Letter:
    hints = {name: kind for name, kind in typing.get_type_hints(function).items() if name != "return"}
    values = {name: sample(kind, name) for name, kind in hints.items() if name not in {"sender", "language"}}
    return function(sender=sender, language=language, **values)


FUNCTIONS = dict(functions())


def test_the_walk_finds_the_mails() -> None:
    assert len(FUNCTIONS) > 15
    assert {name.partition(".")[2] for name in FUNCTIONS} >= set(mails.__all__)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_amount_where_the_company_wants_none(name: str, language: Language) -> None:
    """GDP-5 (setting `mail_show_amounts`): neither in the subject nor in the text nor in the HTML."""
    shy = drawn(FUNCTIONS[name], language, replace(SENDER, shows_amounts=False))
    for text in (shy.subject, shy.text, shy.html):
        assert "7.319" not in text and "7,319" not in text
        assert without_amounts(text=text) == text
    assert ("når du logger ind" if language == "da" else "when you log in") in shy.text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_mail_sells_anything_and_none_leads_elsewhere(name: str, language: Language) -> None:
    """MKT-1: product mails are transactional only; SEC-62."""
    letter = drawn(FUNCTIONS[name], language, SENDER)
    assert not has_offer(text=f"{letter.subject} {letter.text}")
    assert set(re.findall(r"https?://[^/\s\"<]+", letter.text + letter.html)) <= {SENDER.origin, "http://www.w3.org"}


def test_amounts_are_known_as_they_are_written() -> None:
    """GDP-5: allowed and forbidden."""
    for language in ("da", "en"):
        for minor, currency in ((149_00, "DKK"), (-1_234_567_89, "EUR"), (5, "SEK")):
            amount = format_money(Money(minor, currency), language)
            assert without_amounts(text=f"a {amount} b") == "a ••• b"
    for other in ("Faktura 1001", "10. marts 2026 kl. 14.05", "3 stk.", "CVR 12345674"):
        assert without_amounts(text=other) == other


def test_offers_are_known() -> None:
    """MKT-1: allowed and forbidden."""
    assert has_offer(text="Køb også vores nye pakke") and has_offer(text="Save 20 % today")
    assert not has_offer(text="Vi har modtaget din opsigelse.") and not has_offer(text="Your invoice is paid.")
