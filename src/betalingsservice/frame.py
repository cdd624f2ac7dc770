"""The lines around: 002, 012, 092 and 992 opened and closed, agreements looked up, totals compared (5; U1, U2, U3)."""

from betalingsservice.findings import Finding, found
from betalingsservice.identifiers import Verdict, data_supplier, pbs_number
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.lines import line_findings
from betalingsservice.records import RawRecord, Record
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.rules.totals import delivery_totals, section_totals, stated_amount
from betalingsservice.settings import Agreement, Settings


def open_delivery(number: int, line: str, settings: Settings) -> tuple[OpenDelivery, list[Finding]]:
    """A 002 line."""
    kind = DELIVERIES.get(line[16:20])
    starts = kind.starts if kind else (DeliveryStart,)
    table = next((start for start in starts if start.matches(line)), starts[0])
    delivery = OpenDelivery(table.of(line, number), kind, settings)
    findings = line_findings(table, line, number, to_bs=delivery.to_bs)
    if kind is None:
        findings.append(found("delivery.unknown", number, to_bs=True, start=17, values={"number": line[16:20]}))
    if data_supplier(line[5:13]) is Verdict.DOUBTFUL:
        column = DeliveryStart.supplier_number
        findings.append(found("agreement.supplier_check", number, to_bs=delivery.to_bs, column=column))
    if line[13:16] not in settings.subsystems:
        column_ = DeliveryStart.subsystem
        findings.append(found("delivery.subsystem", number, to_bs=delivery.to_bs, column=column_))
    return delivery, findings


def open_section(number: int, line: str, delivery: OpenDelivery) -> tuple[OpenSection, list[Finding]]:
    """A 012 line."""
    delivery.tally.sections += 1
    if delivery.kind is None:
        return _raw_section(number, line, delivery), []
    to_bs, table = delivery.to_bs, delivery.kind.section_start
    start, kind = table.of(line, number), delivery.kind.section(line[13:17])
    findings = line_findings(table, line, number, to_bs=to_bs)
    group = next((line[column.place] for column in table.columns if column.name == "group"), "")
    known = kind.number in delivery.kind.sections and bool(kind.records)
    section = OpenSection(start, kind, line[5:13], group, known=known)
    findings += _section_kind(number, delivery, section)
    findings += _agreement(number, delivery, section)
    return section, findings


def _raw_section(number: int, line: str, delivery: OpenDelivery) -> OpenSection:
    kind = DELIVERIES["0601"].section("?")
    return OpenSection(RawRecord.of(line, number), kind, line[5:13], "", known=False)


def _section_kind(number: int, delivery: OpenDelivery, section: OpenSection) -> list[Finding]:
    kind, to_bs = section.kind, delivery.to_bs
    values = {"number": kind.number, "delivery": delivery.number}
    if delivery.kind is not None and kind.number not in delivery.kind.sections:
        return [found("section.unknown", number, to_bs=to_bs, start=14, values=values)]
    if kind.obsolete:
        code = "section.old" if kind.records else "section.obsolete"
        return [found(code, number, to_bs=to_bs, start=14, values=values)]
    if delivery.number == "0601" and kind.number == "0118" and not delivery.settings.own_payer_id:
        return [found("section.off", number, to_bs=to_bs, start=14)]
    return []


def _agreement(number: int, delivery: OpenDelivery, section: OpenSection) -> list[Finding]:
    column, to_bs = section.start.columns[2], delivery.to_bs
    agreements = delivery.settings.agreements
    if agreements is None:
        doubtful = pbs_number(section.pbs_number) is Verdict.DOUBTFUL
        return [found("agreement.pbs_check", number, to_bs=to_bs, column=column)] if doubtful else []
    agreement: Agreement | None = agreements.get(section.pbs_number)
    if agreement is None:
        return [found("agreement.unknown", number, to_bs=to_bs, column=column)]
    section.agreement = agreement
    if agreement.groups and section.group and section.group not in agreement.groups:
        return [found("agreement.group", number, to_bs=to_bs)]
    if agreement.product == "basis" and section.kind.number in {"0117", "0118"} and delivery.number == "0601":
        return [found("basis.slip", number, to_bs=to_bs, start=14)]
    return []


def close_section(number: int, line: str, delivery: OpenDelivery, section: OpenSection) -> tuple[Record, list[Finding]]:
    """A 092 line: it must be of its section, and its totals those of the lines."""
    if delivery.kind is None:
        return RawRecord.of(line, number), []
    table = delivery.kind.section_end
    record = table.of(line, number)
    findings = line_findings(table, line, number, to_bs=delivery.to_bs)
    for column in table.columns:
        ours = {"pbs_number": section.pbs_number, "section": section.start.raw[13:17], "group": section.group}
        if column.name in ours and line[column.place] != ours[column.name]:
            findings.append(found("section.differs", number, to_bs=True, column=column))
    findings += section_totals(record, delivery, section)
    amounts_known = section.known and not section.kind.obsolete
    delivery.tally.close_section(section.tally, stated=stated_amount(record), amounts_known=amounts_known)
    return record, findings


def close_delivery(number: int, line: str, delivery: OpenDelivery) -> tuple[Record, list[Finding]]:
    """A 992 line: it must be of its delivery, and its totals those of the sections."""
    if delivery.kind is None:
        return RawRecord.of(line, number), []
    table = delivery.kind.end
    record = table.of(line, number)
    findings = line_findings(table, line, number, to_bs=delivery.to_bs)
    for column in table.columns[2:5]:
        if line[column.place] != delivery.start.raw[column.place]:
            findings.append(found("delivery.differs", number, to_bs=True, column=column))
    if delivery.tally.sections == 0:
        findings.append(found("delivery.empty", number, to_bs=delivery.to_bs))
    findings += delivery_totals(record, delivery)
    return record, findings
