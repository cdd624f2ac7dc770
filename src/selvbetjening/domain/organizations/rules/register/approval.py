"""Which files a second person approves, for each solution and PBS number (BM-04). Pure.

The company's own settings are the rule where none stands for a file's solution or number.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from selvbetjening.domain.organizations.rules.refusal import Refused

CODE: Final = "files_approval_rules"
#: How much is approved by a second person, the least first.
KINDS: Final = ("off", "above", "always")
#: More than so many per cent is never reached: the share of new payers does not matter.
NEVER: Final = 100
#: Part of a rule → the setting that says it for the whole company.
COMPANY: Final[dict[str, str]] = {
    "kind": "files_four_eyes", "amount": "files_four_eyes_amount", "count": "files_four_eyes_count",
    "new_share": "files_four_eyes_new_share", "account": "files_four_eyes_account", "approvers": "files_approvers",
}  # fmt: skip
_KEY: Final = re.compile(r"[a-z_]{1,40}/(\*|[0-9]{8})")
_LIMITS: Final = {"amount": 1_000_000_000_000, "count": 10_000_000, "new_share": NEVER}
_MOST: Final = 500
Rule = Mapping[str, Any]


def key(*, solution: str, pbs_number: str = "") -> str:
    """Under what a rule stands: a solution, and one PBS number or (`*`) all that have no rule of their own."""
    return f"{solution}/{pbs_number or '*'}"


def accepted_rules(*, value: Any) -> dict[str, Rule | None]:
    """Rules by key, None for one that is to go. Raises `Refused` with `form` or `range`."""
    _hold(isinstance(value, dict) and len(value) <= _MOST, "form")
    for name, rule in value.items():
        _hold(isinstance(name, str) and _KEY.fullmatch(name) is not None, "form")
        if rule is not None:
            _rule(rule)
    return dict(value)


def _rule(rule: Any) -> None:
    _hold(isinstance(rule, dict) and set(rule) == set(COMPANY), "form")
    _hold(rule["kind"] in KINDS and isinstance(rule["account"], bool), "form")
    for name in ("amount", "count", "new_share", "approvers"):
        _hold(isinstance(rule[name], int) and not isinstance(rule[name], bool), "form")
    _hold(all(0 <= rule[name] <= most for name, most in _LIMITS.items()) and rule["approvers"] in (1, 2), "range")


def _hold(true: bool, reason: str) -> None:
    if not true:
        raise Refused(reason, field=CODE)


def merged(*, before: Mapping[str, Rule], after: Mapping[str, Rule | None]) -> dict[str, Rule]:
    """The rules with some of them changed, and those gone that are None now: nobody's else are touched."""
    return {name: rule for name, rule in {**before, **after}.items() if rule is not None}


def company_rule(*, choose: Mapping[str, Any]) -> Rule:
    """The rule that the company's settings (`choose`: setting → value) say."""
    return {part: choose[code] for part, code in COMPANY.items()}


def in_force(*, rules: Mapping[str, Rule], company: Rule, name: str) -> tuple[str, Rule]:
    """The rule for a key, and the key that it stands under: empty for the company's own settings."""
    for known in (name, f"{name.partition('/')[0]}/*"):
        if known in rules:
            return known, rules[known]
    return "", company


def is_weaker(*, before: Rule, after: Rule) -> bool:
    """Whether some file goes with fewer eyes under the one than under the other (SEC-32)."""
    if KINDS.index(after["kind"]) < KINDS.index(before["kind"]):
        return True
    if before["kind"] != "off" and after["approvers"] < before["approvers"]:
        return True
    if before["kind"] != "above" or after["kind"] != "above":
        return False
    loose = any(before[name] and (not after[name] or after[name] > before[name]) for name in ("amount", "count"))
    return loose or after["new_share"] > before["new_share"] or (before["account"] and not after["account"])


def weakened(*, before: Mapping[str, Rule], after: Mapping[str, Rule | None], company: Rule) -> list[str]:
    """The keys that the change makes weaker, beside what is in force for them now."""
    then = merged(before=before, after=after)
    return [name for name in sorted(after) if _is_weakened(name, before, then, company)]


def _is_weakened(name: str, before: Mapping[str, Rule], then: Mapping[str, Rule], company: Rule) -> bool:
    (was_under, was), (is_under, now) = (in_force(rules=rules, company=company, name=name) for rules in (before, then))
    if is_weaker(before=was, after=now):
        return True
    if was["kind"] != "above" or now["kind"] == "always":
        return False
    if was_under != name == is_under and not name.endswith("/*"):
        return _splits(name, was, then)
    # Among the payers of other numbers a share of new ones is soon a small one.
    return was_under == name != is_under and not name.endswith("/*") and was["new_share"] < NEVER


def _splits(name: str, shared: Rule, then: Mapping[str, Rule]) -> bool:
    """Whether a file for numbers with rules of their own goes that the rule which they shared would have held: that one
    counts the whole file, and each of these no more than is its number's."""
    solution = f"{name.partition('/')[0]}/"
    own = [rule for key_, rule in then.items() if key_.startswith(solution) and not key_.endswith("/*")]
    few = [rule for rule in own if rule["kind"] != "always" or rule["approvers"] < shared["approvers"]]
    if len(few) < 2:
        return False  # whatever else a file holds is held by itself, or against the shared rule
    cares = shared["amount"] or shared["count"] or shared["new_share"] < NEVER or shared["account"]
    if cares and any(rule["kind"] == "off" or rule["approvers"] < shared["approvers"] for rule in few):
        return True
    above = [rule for rule in few if rule["kind"] == "above"]
    for part in ("amount", "count"):
        limits = [rule[part] for rule in above]
        if shared[part] and above and (0 in limits or sum(limits) > shared[part]):
            return True
    loose = any(rule["new_share"] > shared["new_share"] for rule in above)
    return loose or bool(shared["account"] and not all(rule["account"] for rule in above))


def weakened_rules(*, choice: Callable[[str], Any], rules: Mapping[str, Rule | None]) -> list[str]:
    """The keys of the rules that this change would make weaker, by what the company has chosen (SEC-32)."""
    company = company_rule(choose={code: choice(code) for code in COMPANY.values()})
    return weakened(before=choice(CODE), after=rules, company=company)
