"""The reasons of an explanation as one plain sentence each, in Danish and English (CM-01, XB-30). Pure.

Not gettext: the sentences are frozen with the invoice, in its own language, and stored in both.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from selvbetjening.domain.invoicing.rules.explain_changes import ALONE
from selvbetjening.domain.invoicing.rules.explain_items import Delta
from selvbetjening.domain.invoicing.rules.explain_sentences import SENTENCES
from selvbetjening.domain.invoicing.rules.line_texts import every_so_many_days, translated
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import TEN_THOUSAND, Money, round_half_up

SAME: Final[dict[Language, str]] = {"da": "Samme beløb som sidst.", "en": "The same amount as last time."}

#: Told with what they cost, not with more or less.
_PLAIN: Final = (
    "change", "change_interval", "change_credited", "interval_credited", "rest", "rest_credited", "back",
)  # fmt: skip


class Compared(NamedTuple):
    """The invoice that another is compared with; its total incl. VAT in minor units."""

    number: int
    issued_on: date
    total_minor: int


def sentence(*, delta: Delta, language: Language, currency: str, gross: bool) -> str:
    """One plain sentence for one reason. `gross` says prices incl. VAT, as consumers read them (INV-12)."""
    return _sentence(delta._replace(line_key=""), language, currency, gross)


# Thousands of customers of one run read the same sentence.
@lru_cache(maxsize=4096)
def _sentence(delta: Delta, language: Language, currency: str, gross: bool) -> str:
    da, en = SENTENCES[_key(delta)]
    old, new = (_value(delta, side, language, currency, gross) for side in (delta.old, delta.new))
    if delta.form.startswith("counted"):
        old, new = str(delta.old), _price(int(delta.new or 0), delta, language, currency, gross)
        if delta.rate and not gross:
            new += " plus moms" if language == "da" else " plus VAT"
    change = _change(delta.amount_minor, language, currency)
    if delta.form in _PLAIN:
        change = format_money(Money(delta.amount_minor, currency), language)
    text = (en if language == "en" else da).format(product=delta.product, old=old, new=new, change=change)
    return _ended(text[:1].upper() + text[1:])


def sentences(
    *, deltas: tuple[Delta, ...], language: Language, currency: str, gross: bool, before: Compared | None = None
) -> tuple[str, ...]:
    """What it is compared with, one for each reason, and the difference; one that says so where nothing changed."""
    if not deltas:
        return (SAME[language],)
    said = [sentence(delta=delta, language=language, currency=currency, gross=gross) for delta in deltas]
    kinds, total = [delta.kind for delta in deltas], sum(delta.amount_minor for delta in deltas)
    return framed(
        sentences=said, change_only=is_change_only(kinds=kinds), total_minor=total, language=language,
        currency=currency, before=before,
    )  # fmt: skip


def is_change_only(*, kinds: Sequence[str]) -> bool:
    """Whether reasons of these kinds, compared with nothing, are of a change in the middle of a period."""
    return any(kind not in ALONE for kind in kinds)


def framed(
    *, sentences: Sequence[str], change_only: bool, total_minor: int, language: Language, currency: str,
    before: Compared | None,
) -> tuple[str, ...]:  # fmt: skip
    """The reasons between what they are compared with and what they come to; a first invoice stands alone."""
    danish = language == "da"
    if before:
        amount = format_money(Money(before.total_minor, currency), language)
        day, number = format_day(before.issued_on, language), before.number
        lead = f"Sammenlignet med faktura {number} af {day} på {amount}" if danish else ""
        lead = lead or f"Compared with invoice {number} of {day} for {amount}"
        change = _change(total_minor, language, currency)
        if not total_minor:
            change = "det samme beløb" if danish else "the same amount"
        return (_ended(f"{lead}."), *sentences, f"{'I alt' if danish else 'In total'}: {change}.")
    if not change_only:
        return tuple(sentences)
    lead = "Fakturaen er for en ændring midt i perioden." if danish else ""
    end = (f"{'I alt' if danish else 'In total'}: {format_money(Money(total_minor, currency), language)}.",)
    lead = lead or "This invoice is for a change in the middle of the period."
    return (lead, *sentences, *((_ended(end[0]),) if len(sentences) > 1 else ()))


def headed(*, sentences: Sequence[str], language: Language) -> tuple[str, tuple[str, ...]]:
    """The heading that the sentences stand under, and those left to say: only a change is asked why."""
    first, danish = sentences[0] if sentences else "", language == "da"
    if first == SAME[language]:
        return first.removesuffix("."), ()
    if first.startswith(("Det er den første", "This is the first")):
        return "Den første faktura" if danish else "The first invoice", tuple(sentences)
    return "Hvorfor er beløbet ændret?" if danish else "Why has the amount changed?", tuple(sentences)


def _ended(text: str) -> str:
    """An amount in kroner ends with the dot that ends the sentence."""
    return text.replace("kr..", "kr.")


def _key(delta: Delta) -> str:
    if delta.form:
        return f"{delta.kind}_{delta.form}"
    side = {"old": False, "new": True}.get(str(delta.old)) if delta.new is None else None
    match delta.kind:
        case "plan" if isinstance(delta.old, int) and isinstance(delta.new, int):
            usual = every_so_many_days(days=delta.old) and every_so_many_days(days=delta.new)
            return "interval" if usual else "period"
        case "price":
            return "price_up" if delta.amount_minor > 0 else "price_down"
        case "days" if side is not None:
            if side == (delta.amount_minor > 0):
                return "more_days" if side else "less_days"
            return "taken_off" if side else "taken_off_gone"
        case "one_off" if side is None:
            return "single"
        case "one_off" | "fee" | "interest" if side is False:
            return "one_off_gone"
    return delta.kind


def _value(delta: Delta, value: str | int | None, language: Language, currency: str, gross: bool) -> str:
    match delta.kind, value:
        case "price", int():
            return _price(value, delta, language, currency, gross)
        case "plan", int() if often := every_so_many_days(days=value):
            return translated(often=often, language=language)
        case "plan", str() if "interval" in delta.form:
            return translated(often=value, language=language)
        case "plan" | "days", int():
            day = ("dag" if value == 1 else "dage") if language == "da" else ("day" if value == 1 else "days")
            return f"{value} {day}"
        case "vat_rate", int():
            number = f"{value / 100:g}"
            return f"{number.replace('.', ',')} %" if language == "da" else f"{number}%"
    return "" if value is None else str(value)


def _price(value: int, delta: Delta, language: Language, currency: str, gross: bool) -> str:
    rate = delta.rate if gross else 0
    return format_money(Money(round_half_up(value * (TEN_THOUSAND + rate), TEN_THOUSAND), currency), language)


def _change(minor: int, language: Language, currency: str) -> str:
    amount = format_money(Money(abs(minor), currency), language)
    if language == "da":
        return f"{amount} {'mere' if minor > 0 else 'mindre'}"
    return f"{amount} {'more' if minor > 0 else 'less'}"
