"""A rule of approval in words: where it is decided, and where a second manager is asked for it (BM-04, SEC-32)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from selvbetjening.domain.organizations.rules.register.approval import NEVER
from selvbetjening.kernel.formatting import format_count, format_money
from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import language


def rule_words(*, rule: Mapping[str, Any]) -> str:
    """A rule of approval in a sentence: which files, and whose yes."""
    if rule["kind"] == "off":
        return gettext("No file wants approval.")
    people = ngettext("%(count)s person", "%(count)s persons", rule["approvers"]) % {"count": rule["approvers"]}
    if rule["kind"] == "always":
        return gettext("Every file is approved by %(people)s.") % {"people": people}
    limits = []
    if rule["amount"]:
        limits.append(
            gettext("from %(amount)s on") % {"amount": format_money(Money(rule["amount"], "DKK"), language())}
        )
    if rule["count"]:
        words = ngettext("from %(count)s collection on", "from %(count)s collections on", rule["count"])
        limits.append(words % {"count": format_count(rule["count"])})
    if rule["new_share"] < NEVER:
        limits.append(gettext("with more than %(share)s %% new payers") % {"share": rule["new_share"]})
    if rule["account"]:
        limits.append(gettext("the first one after a changed account"))
    limits.append(gettext("with mandates or answers"))
    return gettext("Approved by %(people)s: files %(limits)s.") % {"people": people, "limits": "; ".join(limits)}


def number_words(*, name: str) -> str:
    """Whose rule it is, by its key: a PBS number's, or that of all that have none."""
    number = name.partition("/")[2]
    return gettext("all PBS numbers without a rule of their own") if number == "*" else number
