"""Rules of law as code: each is one pure function that says which rule it holds, for whom, and where it comes from.

Not legal advice. The registry is printed as docs/law.md; a house test wants every rule of the specification in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeVar

Party = Literal["all", "consumer", "business", "public", "business_and_public"]
Function = TypeVar("Function", bound=Callable[..., Any])

RULE_VERSION: Final = "2026-11"
"""Which reading of the law decided; kept with every legal act, so that a decision can be explained years later."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One function that holds one rule.

    `since` is the day from which the rule applies, None where it always did as far as this product is concerned.
    `setting` names the entry of the settings register that carries what is uncertain, `uncertain` says what that is,
    marked with `gettext_noop`: staff read it in their language.
    """

    id: str
    source: str
    party: Party
    where: str
    summary: str
    since: date | None = None
    setting: str = ""
    uncertain: str = ""


REGISTRY: Final[dict[str, list[Rule]]] = {}
"""Rule id, such as `DUN-1`, to the functions that hold it."""


def law(
    id: str,
    *,
    source: str,
    party: Party = "all",
    since: date | None = None,
    setting: str = "",
    uncertain: str = "",
) -> Callable[[Function], Function]:
    """Enter the decorated function in the registry; its docstring's first line is the rule in words.

    Raises ValueError for a function without a docstring.
    """

    def enter(function: Function) -> Function:
        words = (function.__doc__ or "").strip().splitlines()
        if not words:
            raise ValueError(f"{function.__qualname__} holds {id} and must say in words what that is")
        where = f"{function.__module__}.{function.__qualname__}"
        rules = [rule for rule in REGISTRY.get(id, []) if rule.where != where]
        rules.append(
            Rule(
                id=id,
                source=source,
                party=party,
                where=where,
                summary=words[0],
                since=since,
                setting=setting,
                uncertain=uncertain,
            )
        )
        REGISTRY[id] = rules
        return function

    return enter
