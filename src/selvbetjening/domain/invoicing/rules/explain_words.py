"""The reasons of an explanation as one plain sentence each, in Danish and English (CM-01, XB-30). Pure.

Not gettext: the sentences are frozen with the invoice, in its own language, and stored in both.
"""

from functools import lru_cache
from typing import Final

from selvbetjening.domain.invoicing.rules.explain import Delta
from selvbetjening.kernel.formatting import Language, format_money
from selvbetjening.kernel.money import TEN_THOUSAND, Money, round_half_up

SAME: Final[dict[Language, str]] = {"da": "Samme beløb som sidst.", "en": "The same amount as last time."}

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "first_invoice": ("Det er den første faktura for {product}.", "This is the first invoice for {product}."),
    "single": ("Fakturaen er kun for {product}.", "This invoice is for {product} only."),
    "plan": ("Du er skiftet fra {old} til {new}: {change}.", "You moved from {old} to {new}: {change}."),
    "interval": (
        "{product} dækker {new} dage i stedet for {old}, til en anden pris: {change}.",
        "{product} covers {new} days instead of {old}, at another price: {change}.",
    ),
    "quantity": (
        "Antallet af {product} er ændret fra {old} til {new}: {change}.",
        "The quantity of {product} changed from {old} to {new}: {change}.",
    ),
    "price_up": (
        "Prisen på {product} er steget fra {old} til {new}: {change}.",
        "The price of {product} rose from {old} to {new}: {change}.",
    ),
    "price_down": (
        "Prisen på {product} er faldet fra {old} til {new}: {change}.",
        "The price of {product} fell from {old} to {new}: {change}.",
    ),
    "days": (
        "{product} dækker {new} i stedet for {old}: {change}.",
        "{product} covers {new} instead of {old}: {change}.",
    ),
    "more_days": ("Denne gang er der også {product}: {change}.", "This time there is also {product}: {change}."),
    "less_days": (
        "Sidste gang var der også {product}: {change}.",
        "Last time there was also {product}: {change}.",
    ),
    "taken_off": ("{product} er trukket fra: {change}.", "{product} is taken off: {change}."),
    "taken_off_gone": (
        "Sidste gang var der trukket fra, {product}: {change}.",
        "Last time something was taken off, {product}: {change}.",
    ),
    "discount_start": ("Du får rabat på {product}: {change}.", "You get a discount on {product}: {change}."),
    "discount_end": ("Rabatten på {product} er slut: {change}.", "The discount on {product} has ended: {change}."),
    "discount_change": (
        "Rabatten på {product} er ændret: {change}.",
        "The discount on {product} has changed: {change}.",
    ),
    "vat_rate": (
        "Momsen på {product} er ændret fra {old} til {new}: {change}.",
        "The VAT on {product} changed from {old} to {new}: {change}.",
    ),
    "one_off": ("Kun på denne faktura: {product}, {change}.", "On this invoice only: {product}, {change}."),
    "one_off_gone": (
        "{product} var kun på sidste faktura: {change}.",
        "{product} was on the last invoice only: {change}.",
    ),
    "fee": ("Et gebyr er lagt til, {product}: {change}.", "A fee was added, {product}: {change}."),
    "interest": ("Der er lagt renter til, {product}: {change}.", "Interest was added, {product}: {change}."),
    "rounding": ("Momsen er afrundet anderledes: {change}.", "The VAT was rounded differently: {change}."),
}


def sentence(*, delta: Delta, language: Language, currency: str, gross: bool) -> str:
    """One plain sentence for one reason. `gross` says prices incl. VAT, as consumers read them (INV-12)."""
    return _sentence(delta._replace(line_key=""), language, currency, gross)


# Thousands of customers of one run read the same sentence.
@lru_cache(maxsize=4096)
def _sentence(delta: Delta, language: Language, currency: str, gross: bool) -> str:
    da, en = _SENTENCES[_key(delta)]
    old, new = (_value(delta, side, language, currency, gross) for side in (delta.old, delta.new))
    change = _change(delta.amount_minor, language, currency)
    text = (en if language == "en" else da).format(product=delta.product, old=old, new=new, change=change)
    return text[:1].upper() + text[1:]


def sentences(*, deltas: tuple[Delta, ...], language: Language, currency: str, gross: bool) -> tuple[str, ...]:
    """All of them in their order; one that says so where nothing changed."""
    if not deltas:
        return (SAME[language],)
    return tuple(sentence(delta=delta, language=language, currency=currency, gross=gross) for delta in deltas)


def _key(delta: Delta) -> str:
    side = {"old": False, "new": True}.get(str(delta.old)) if delta.new is None else None
    match delta.kind:
        case "plan" if isinstance(delta.old, int):
            return "interval"
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
            rate = delta.rate if gross else 0
            return format_money(Money(round_half_up(value * (TEN_THOUSAND + rate), TEN_THOUSAND), currency), language)
        case "days", int():
            day = ("dag" if value == 1 else "dage") if language == "da" else ("day" if value == 1 else "days")
            return f"{value} {day}"
        case "vat_rate", int():
            number = f"{value / 100:g}"
            return f"{number.replace('.', ',')} %" if language == "da" else f"{number}%"
    return "" if value is None else str(value)


def _change(minor: int, language: Language, currency: str) -> str:
    amount = format_money(Money(abs(minor), currency), language)
    if language == "da":
        return f"{amount} {'mere' if minor > 0 else 'mindre'}"
    return f"{amount} {'more' if minor > 0 else 'less'}"
