"""The frame around generated lines: starts and ends with the figures that were counted on the way."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from betalingsservice.fields import Column
from betalingsservice.generate.recipe import Recipe
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.records import Record

Made = tuple[str, int]  # a line and the amount in øre by which it raises its section's total


class Stamp:
    """A checked record as a stamp: the same line again with other characters in some of its fields.

    The fields are given in their order in the line; each content must have the field's length. Nothing is checked, as
    the contents are made here; that is what makes a million lines in seconds.
    """

    def __init__(self, record: Record, *columns: Column[Any]) -> None:
        raw, at, parts = record.raw, 0, []
        for column in columns:
            parts += [raw[at : column.start - 1].replace("%", "%%"), "%s"]
            at = column.end
        self._pattern = "".join([*parts, raw[at:].replace("%", "%%")])

    def __call__(self, *contents: str) -> str:
        return self._pattern % contents


class Frame:
    """Writes 002, 012, 092 and 992 around what others make, and counts what they have to say."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._type = DELIVERIES[recipe.delivery_type]
        self._sections = 0
        self._whole = Counter[str]()

    def start(self) -> str:
        """002."""
        recipe = self._recipe
        serial = f"{recipe.number:010}" if self._type.to_bs else f"{recipe.number:07}001"  # section 2
        return DeliveryStart(**self._sender(), identification=serial, created_on=recipe.created_on).raw

    def section(self, number: str, body: Iterator[Made]) -> Iterator[str]:
        """012, the body, 092."""
        counted = Counter[str]()
        known: dict[str, Any] = {"pbs_number": self._recipe.pbs_number, "section": number, "group": self._recipe.group}
        dated: dict[str, Any] = {"delivered_on": self._recipe.created_on}
        if self._type.number == "0601":  # 0605 has zeros there (5.3)
            dated["created_on"] = self._recipe.created_on
        yield _made(self._type.section_start, known | dated)
        for line, amount in body:
            counted[line[2:5]] += 1
            counted["amount"] += amount
            yield line
        self._whole += counted
        self._sections += 1
        yield _made(self._type.section_end, known | _figures(counted))

    def end(self) -> str:
        """992."""
        return _made(self._type.end, {"sections": self._sections, **self._sender(), **_figures(self._whole)})

    def _sender(self) -> dict[str, Any]:
        recipe = self._recipe
        return {
            "supplier_number": recipe.supplier_number,
            "subsystem": recipe.subsystem,
            "delivery_type": recipe.delivery_type,
        }


def _made(table: type[Record], values: dict[str, Any]) -> str:
    names = {column.name for column in table.columns}
    return table(**{name: value for name, value in values.items() if name in names}).raw


def _figures(counted: Counter[str]) -> dict[str, int]:
    texts = counted["052"] + counted["062"]
    return {"collections": counted["042"], "amount": counted["amount"], "texts": texts, "names": counted["022"]}
