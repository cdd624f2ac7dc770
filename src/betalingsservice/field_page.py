"""Every field of every line as Markdown tables: the page of the format is printed from the tables that read it."""

from collections.abc import Iterator

from betalingsservice.fields import Column, Kind
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.frame import DeliveryType
from betalingsservice.records import Record
from betalingsservice.words import Language, Words

_HEAD = Words("| Start | Længde | Type | Felt | Indhold |", "| Start | Length | Type | Field | Content |")
_RULE = "|---:|---:|---|---|---|"
_SECTION = Words("sektion", "section")
_OBSOLETE = Words("Udgået: linjerne læses og gemmes, som de er.", "Obsolete: its lines are read and kept as they are.")
_TO_BS = Words("fra kreditor til Betalingsservice", "from the creditor to Betalingsservice")
_FROM_BS = Words("fra Betalingsservice til kreditor", "from Betalingsservice to the creditor")
_KINDS = {
    Kind.CONSTANT: Words("altid {allowed}", "always {allowed}"),
    Kind.FILLER: Words("bruges ikke", "not used"),
    Kind.CODE: Words("en af {allowed}", "one of {allowed}"),
    Kind.DATE6: Words("ddmmåå", "ddmmyy"),
    Kind.DATE8: Words("ddmmåååå", "ddmmyyyy"),
    Kind.AMOUNT: Words("øre", "øre"),
    Kind.CUSTOMER: Words("A-Z, Æ, Ø, Å og cifre", "A-Z, Æ, Ø, Å and digits"),
}


def field_page(*, language: Language = "da", only: str | None = None) -> str:
    """All deliveries, or the one of a number, as Markdown. Raises KeyError for an unknown number."""
    chosen = [DELIVERIES[only]] if only else list(DELIVERIES.values())
    return "\n".join(line for delivery in chosen for line in _delivery(delivery, language))


def _delivery(delivery: DeliveryType, language: Language) -> Iterator[str]:
    direction = _TO_BS if delivery.to_bs else _FROM_BS
    yield f"### {delivery.number} – {delivery.label.into(language)} ({direction.into(language)})\n"
    for table in (*delivery.starts, delivery.section_start):
        yield from _table(table, "", language)
    sections: dict[type[Record], list[str]] = {}
    for section in delivery.sections.values():
        for _, tables in section.records.values():
            for table in dict.fromkeys(tables.values()):
                sections.setdefault(table, []).append(section.number)
    for table, numbers in sections.items():
        yield from _table(table, f"{_SECTION.into(language)} {', '.join(numbers)}", language)
    yield from _without_tables(delivery, language)
    for table in (delivery.section_end, delivery.end):
        yield from _table(table, "", language)


def _without_tables(delivery: DeliveryType, language: Language) -> Iterator[str]:
    for section in delivery.sections.values():
        if not section.records:
            where = f"{_SECTION.into(language)} {section.number}"
            yield f"**{section.label.into(language)}** ({where}). {_OBSOLETE.into(language)}\n"


def _table(table: type[Record], where: str, language: Language) -> Iterator[str]:
    record_type = next(column.allowed[0] for column in table.columns if column.name == "record_type")
    place = f", {where}" if where else ""
    yield f"**{table.label.into(language)}** ({record_type}{place})\n\n{_HEAD.into(language)}\n{_RULE}"
    for column in table.columns:
        yield _row(column, language)
    yield ""


def _row(column: Column[object], language: Language) -> str:
    label, help_text = column.label.into(language), column.help_text.into(language)
    kind = _KINDS.get(column.kind, Words("", "")).into(language).format(allowed=", ".join(map(_quoted, column.allowed)))
    content = "; ".join(part for part in (kind, help_text if column.kind is not Kind.FILLER else "") if part)
    return f"| {column.start} | {column.length} | {column.type} | {label} | {content} |"


def _quoted(value: str) -> str:
    return f"`{value}`"
