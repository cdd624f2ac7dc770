"""The content of a preview or a receipt as a page shows it: the same dictionary, the same rows (BM-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import language

CURRENCY = "DKK"
_EFFECTS = (
    ("new", _("New")),
    ("changed", _("Changed")),
    ("cancelled", pgettext_lazy("collections of a file", "Cancelled")),
    ("unchanged", _("Unchanged")),
    ("moved", _("Moved to a later month")),
    ("late", _("After the deadline")),
    ("missing_mandates", _("Without a mandate")),
    ("refused", pgettext_lazy("collections of a file", "Refused")),
)
#: Shown even where there is none of them.
_ALWAYS = {"new", "changed", "cancelled", "unchanged"}


@dataclass(frozen=True, slots=True)
class Day:
    """What a file collects for one PBS number on one payment day; `uncollected` of the count nobody pays (16)."""

    pbs_number: str
    pays_on: date
    count: int
    collect: Money
    disburse: Money | None
    is_moved: bool
    uncollected: int
    left_out: Money


@dataclass(frozen=True, slots=True)
class Fault:
    """An error or a remark at its line: what is wrong, and how to mend it."""

    line: int
    position: int
    code: str
    what: str
    mend: str
    is_error: bool
    field: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A collection whose amount the file changes."""

    line: int
    was: Money
    now: Money


@dataclass(frozen=True)
class Content:
    """Everything that a check found. `shown` and `total` of errors and remarks tell how many are left out."""

    types: list[str]
    pbs_numbers: list[str]
    effects: list[tuple[str, int]]
    days: list[Day]
    total: Money
    changes: list[Change]
    fee: Money | None
    deadline: datetime | None
    errors: int
    warnings: int
    collections: int
    mandates: int
    faults: list[Fault]

    @property
    def uncollected(self) -> int:
        """Collections of customers without a mandate under an agreement without slips: nobody pays them."""
        return sum(day.uncollected for day in self.days)

    @property
    def asked(self) -> int:
        """All collections of the days."""
        return sum(day.count for day in self.days)

    @property
    def uncollected_total(self) -> Money:
        """What those come to; it is in no total."""
        return Money(sum(day.left_out.minor for day in self.days), CURRENCY)

    @property
    def left_out(self) -> int:
        """How many errors and remarks are counted but not listed."""
        return self.errors + self.warnings - len(self.faults)


def content_of(found: Mapping[str, Any]) -> Content:
    """Read it; a file that was never checked has none of it."""
    heads = found.get("content") or {}
    effects = found.get("effects") or {}
    if effects and "left_out" in found:
        effects = {**effects, "refused": found["left_out"]}
    counted = (found.get("counts") or {}).get("counted") or {}
    days = [_day(each) for each in found.get("totals") or ()]
    fee, deadline = effects.get("fee"), found.get("deadline")
    return Content(
        types=sorted({each["type"] for each in heads.get("deliveries") or () if each["type"]}),
        pbs_numbers=list(heads.get("pbs_numbers") or ()),
        effects=[(str(words), effects.get(key) or 0) for key, words in _EFFECTS if _is_shown(effects, key)],
        days=days,
        total=Money(sum(day.collect.minor for day in days), CURRENCY),
        changes=[_change(each) for each in found.get("changes") or ()],
        fee=Money(int(fee), CURRENCY) if fee else None,
        deadline=datetime.fromisoformat(deadline) if deadline else None,
        errors=found.get("error_count") or 0,
        warnings=found.get("warning_count") or 0,
        collections=counted.get("collections") or 0,
        mandates=counted.get("mandates") or 0,
        faults=[_fault(each) for key in ("errors", "warnings") for each in found.get(key) or ()],
    )


def _is_shown(effects: Mapping[str, Any], key: str) -> bool:
    return bool(effects) and (key in _ALWAYS or bool(effects.get(key)))


def _day(each: Mapping[str, Any]) -> Day:
    paid_out, left_out = int(each["disburse"]), int(each.get("uncollected_amount") or 0)
    return Day(
        each["pbs_number"], date.fromisoformat(each["pays_on"]), each["count"],
        Money(int(each["collect"]) - left_out, CURRENCY), Money(paid_out, CURRENCY) if paid_out else None,
        bool(each["moved"]), each.get("uncollected") or 0, Money(left_out, CURRENCY),
    )  # fmt: skip


def _change(each: Mapping[str, Any]) -> Change:
    return Change(each["line"], Money(int(each["was"]), CURRENCY), Money(int(each["now"]), CURRENCY))


def _fault(each: Mapping[str, Any]) -> Fault:
    spoken = language()
    return Fault(
        each["line"], each["position"], each["code"], each["text"][spoken], each["fix"][spoken],
        each["severity"] == "error", (each.get("field_label") or {}).get(spoken, ""),
    )  # fmt: skip
