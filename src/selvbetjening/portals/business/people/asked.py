"""What waits for a manager, in words: everything that a yes would lead to stands there before it is given (SEC-31)."""

from typing import Any

from django.utils.translation import gettext

from selvbetjening.domain.access.queries.asked import Asked
from selvbetjening.domain.organizations.rules.register import REGISTER
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business.rule_words import number_words, rule_words
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.business.words import ACTIONS, ROLES
from selvbetjening.ui.components.values import language

Row = tuple[str, str]


def rows_of(content: Asked) -> list[Row]:
    """Labels and words; what the task does not hold is left out."""
    if content.setting:
        return _rule(content)
    if content.opens_production:
        effect = gettext("Real files are taken from now on: what they ask for is collected.")
        return [(gettext("Solution"), name_of(content.solution)), (gettext("What a yes leads to"), effect)]
    rows = [
        (gettext("Name"), content.name),
        (gettext("Name from MitID now"), content.claimed),
        (gettext("E-mail address"), content.email),
        (gettext("CVR number"), content.cvr),
        (gettext("External partner"), _partner(content)),
        (gettext("Why the partner needs access"), content.why),
        (gettext("Role"), _roles(content)),
        (gettext("Solution"), name_of(content.solution) if content.solution else ""),
        (gettext("What may be done there"), _actions(content)),
        (gettext("PBS numbers"), ", ".join(content.pbs_numbers)),
        (gettext("Access until") if content.solution else gettext("User until"), _day(content)),
    ]
    return [(label, words) for label, words in rows if words]


def _rule(content: Asked) -> list[Row]:
    if content.rule_for:
        whose = number_words(name=content.rule_for)
        then = rule_words(rule=content.value_then)
        return [
            (gettext("The rule"), gettext(REGISTER[content.setting].label)), (gettext("PBS no."), whose),
            (gettext("As it is"), rule_words(rule=content.value_now)), (gettext("As it would be"), then),
        ]  # fmt: skip
    change = f"{_value(content.value_now)} → {_value(content.value_then)}"
    return [(gettext("The rule"), gettext(REGISTER[content.setting].label)), (gettext("The change"), change)]


def _value(value: Any) -> str:
    return (gettext("Yes") if value else gettext("No")) if isinstance(value, bool) else str(value)


def _partner(content: Asked) -> str:
    return (content.partner_name or gettext("Yes")) if content.is_external else ""


def _roles(content: Asked) -> str:
    named = [str(ROLES[role]) for role in (content.role_now, content.role_then) if role]
    return " → ".join(dict.fromkeys(named)) if content.role_then else ""


def _day(content: Asked) -> str:
    return format_day(content.ends_on, language()) if content.ends_on else ""


def _actions(content: Asked) -> str:
    if not content.solution:
        return ""
    return ", ".join(str(ACTIONS[action]) for action in content.actions) or gettext("everything")
