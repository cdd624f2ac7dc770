"""An entry of the settings register in words and as typed: amounts and per cents as people write them."""

from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.domain.organizations.rules.register import Setting
from selvbetjening.kernel.formatting import format_count, parse_amount
from selvbetjening.kernel.law import REGISTRY
from selvbetjening.portals.business.selvbetjening.amounts import typed_amount

#: A row as an example: the code where there are three columns, and the number as it is kept.
_EXAMPLES: Final = {
    "exchange_rates": (" EUR", 746_00),
    "late_compensation": ("", 310_00),
    "oss_rates": (" DE", 19_00),
    "reference_rates": ("", 1_60),
    "vat_rates": ("", 25_00),
}


def in_hundredths(setting: Setting) -> bool:
    """Whether people type whole ones where the register keeps hundredths."""
    return setting.kind == "money" or bool(setting.unit)


def typed(setting: Setting, value: Any) -> Any:
    """The value as its field shows it."""
    match setting.kind:
        case "rows":
            return "\n".join(" ".join([*map(str, row[:-1]), _number(setting, row[-1])]) for row in value)
        case "number" | "money" if in_hundredths(setting):
            return _number(setting, value)
    return value


def read(setting: Setting, value: Any) -> Any:
    """The value as the register keeps it. Raises ValueError or `AmountNotUnderstood`."""
    number = parse_amount if in_hundredths(setting) else int
    match setting.kind:
        case "rows":
            return [[*parts[:-1], number(parts[-1])] for line in value.splitlines() if (parts := line.split())]
        case "number" | "money" if in_hundredths(setting):
            return number(value)
    return value


def about(setting: Setting, *, chosen: bool, law_url: str) -> SafeString:
    """What stands under a field: what it means, its limits, the default, the rule of law, and what is uncertain."""
    said: list[Any] = [gettext(setting.help)] if setting.help else []
    if setting.kind == "rows":
        said.append(example(setting))
    said += [limits(setting), _default(setting, chosen), _rule(setting.law, law_url), *_uncertain(setting.code)]
    return format_html_join(" ", "{}", ((part,) for part in said if part))


def limits(setting: Setting) -> str:
    """ "From 0,00 to 100,00.", or nothing for what has no limits."""
    if setting.kind not in ("number", "money", "rows") or setting.low is None:
        return ""
    low = _number(setting, setting.low)
    if setting.high is None:
        return gettext("At least %(low)s.") % {"low": low}
    return gettext("From %(low)s to %(high)s.") % {"low": low, "high": _number(setting, setting.high)}


def example(setting: Setting) -> str:
    """How a row is written."""
    code, number = _EXAMPLES.get(setting.code, ("", 1_60))
    row = f"2026-01-01{code} {_number(setting, number)}"
    if code:
        return gettext("One line for each, each day and code once, such as %(row)s.") % {"row": row}
    return gettext("One line for each, each day once, such as %(row)s.") % {"row": row}


def wrong(setting: Setting, reason: str) -> str:
    """What is wrong with what was typed: the limit, and whose limit it is."""
    said = [gettext("This is outside what is allowed."), limits(setting)]
    match reason:
        case "rows" | "form" if setting.kind == "rows":
            said = [gettext("This cannot be read."), example(setting)]
        case "form" if setting.unit == "percent":
            said = [gettext("Write the per cent as %(example)s.") % {"example": _number(setting, 160)}]
        case "form" if in_hundredths(setting):
            said = [gettext("Write an amount, such as %(example)s.") % {"example": _number(setting, 10_000)}]
    if reason == "range" and setting.law:
        said.append(gettext("The rule is %(rule)s.") % {"rule": setting.law})
    return " ".join(part for part in said if part)


def _default(setting: Setting, chosen: bool) -> SafeString | str:
    if not chosen:
        return gettext("This is the default.")
    words = gettext("Chosen by the company. The default is %(value)s.") % {"value": _in_words(setting, setting.default)}
    return format_html("<strong>{}</strong>", words)


def _in_words(setting: Setting, value: Any) -> str:
    options = dict(setting.options)
    match setting.kind:
        case "switch":
            return gettext("Yes") if value else gettext("No")
        case "choice":
            return gettext(options[value])
        case "choices":
            return ", ".join(gettext(options[code]) for code in value) or gettext("nothing")
        case "rows":
            return "; ".join(typed(setting, value).splitlines()) or gettext("nothing")
    return str(typed(setting, value)) or gettext("nothing")


def _rule(rule: str, law_url: str) -> SafeString | str:
    if not rule:
        return ""
    if rule not in REGISTRY:
        return gettext("Rule %(rule)s.") % {"rule": rule}
    words = gettext("Rule %(rule)s") % {"rule": rule}
    return format_html('<a href="{}#{}">{}</a>.', law_url, rule, words)


def _uncertain(code: str) -> list[str]:
    """What the registry of law is not sure of."""
    found = dict.fromkeys(rule.uncertain for rules in REGISTRY.values() for rule in rules if rule.setting == code)
    return [gettext("Uncertain, ask your lawyer: %(what)s.") % {"what": gettext(words)} for words in found if words]


def _number(setting: Setting, number: int) -> str:
    return typed_amount(number) if in_hundredths(setting) else format_count(number)
