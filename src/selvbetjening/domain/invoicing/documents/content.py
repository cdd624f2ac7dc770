"""What a document says: a snapshot turned into finished strings, in the order in which they are read.

The template only places these strings and decides nothing, so every rule about what must be printed is here and can be
read, and tested, without a PDF.
"""

from typing import Any

from selvbetjening.domain.invoicing.documents.paying import how_to_pay
from selvbetjening.domain.invoicing.documents.printable import breakable
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Language, Line, VatGroup, VatInKroner
from selvbetjening.domain.invoicing.documents.texts import WORDS
from selvbetjening.domain.invoicing.rules.explain_words import headed
from selvbetjening.kernel.formatting import format_count, format_day, format_money, format_period
from selvbetjening.kernel.money import Money, percent_of
from selvbetjening.kernel.periods import Period

Content = dict[str, Any]
"""Strings, and lists and dictionaries of strings: nothing that a template could compute with."""

NO_AMOUNT = "–"


def content_of(snapshot: InvoiceSnapshot) -> Content:
    """Everything the template needs, keyed by place. All of INV-1 to INV-9, INV-11 to INV-13 and CRN-1 is in here."""
    seller, words = snapshot.seller, WORDS[snapshot.language]
    heading = words[snapshot.kind]
    why, said = headed(sentences=snapshot.explanation, language=snapshot.language)
    return {
        "language": snapshot.language,
        "brand": seller.brand_colour,
        "title": f"{heading} {snapshot.number} · {seller.name}",
        "author": seller.name,
        "running": f"{seller.name} · {heading} {snapshot.number}",
        "heading": heading,
        "number": snapshot.number,
        "logo_alt": f"{words['logo_of']} {seller.name}",
        "seller": _seller(snapshot),
        "buyer_label": words["billed_to" if snapshot.kind == "invoice" else "credited_to"],
        "buyer": _buyer(snapshot),
        "facts": _facts(snapshot),
        "call": _call(snapshot),
        "columns": _columns(snapshot),
        "rows": [_row(snapshot, line) for line in snapshot.lines],
        "sums": _sums(snapshot),
        "total": [words["total"], _money(snapshot, snapshot.total_minor)],
        "notes": _notes(snapshot),
        "explanation_label": why if snapshot.explanation else "",
        "explanation": [breakable(sentence, longest=60) for sentence in said],
        "xml_about": words["xml_about"],
        "page": words["page"],
        "page_of": words["page_of"],
    }


def _money(snapshot: InvoiceSnapshot, minor: int) -> str:
    return format_money(Money(minor, snapshot.currency), snapshot.language)


def _percent(basis_points: int, language: Language) -> str:
    whole, rest = divmod(basis_points, 100)
    digits = f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"{digits.replace('.', ',')}\u00a0%" if language == "da" else f"{digits}%"


def _seller(snapshot: InvoiceSnapshot) -> Content:
    seller, words = snapshot.seller, WORDS[snapshot.language]
    town = f"{seller.postal_code} {seller.city}".strip()
    contact = [
        f"{words['cvr']} {seller.cvr}",
        seller.email,
        f"{words['phone']} {seller.phone}" if seller.phone else "",
    ]
    return {
        "name": seller.name,
        "address": _present(*seller.address_lines, town, seller.country),
        "contact": _present(*contact),
    }


def _buyer(snapshot: InvoiceSnapshot) -> list[str]:
    buyer, words = snapshot.buyer, WORDS[snapshot.language]
    town = f"{buyer.postal_code} {buyer.city}".strip()
    cvr = f"{words['cvr']} {buyer.cvr}" if buyer.cvr else ""
    vat_number = f"{words['vat_number']} {buyer.vat_number}" if buyer.vat_number else ""
    lines = _present(buyer.name, *buyer.address_lines, town, buyer.country, cvr, vat_number)
    return [breakable(line, longest=28) for line in lines]


def _facts(snapshot: InvoiceSnapshot) -> list[list[str]]:
    buyer, words, kind = snapshot.buyer, WORDS[snapshot.language], snapshot.kind
    facts = [
        (words[f"{kind}_number"], snapshot.number),
        (words[f"{kind}_date"], format_day(snapshot.issued_on, snapshot.language)),
        (words["due_date"], format_day(snapshot.due_on, snapshot.language) if snapshot.due_on else ""),
        (words["original"], _original(snapshot)),
        (words["account_code"], buyer.account_code),
        (words["ean"] if buyer.einvoicing_scheme == "GLN" else buyer.einvoicing_scheme, buyer.ean),
        (words["po_number"], buyer.po_number),
        (words["reference"], buyer.reference),
    ]
    return [[label, breakable(value, longest=24)] for label, value in facts if value]


def _original(snapshot: InvoiceSnapshot) -> str:
    if snapshot.original_date is None:
        return snapshot.original_number
    day = format_day(snapshot.original_date, snapshot.language)
    return f"{snapshot.original_number} {WORDS[snapshot.language]['original_of']} {day}"


def _call(snapshot: InvoiceSnapshot) -> Content:
    """The one thing that most readers look for: how much, and by when."""
    words, total = WORDS[snapshot.language], snapshot.total_minor
    gives_back = snapshot.kind == "credit_note" or total < 0
    if total == 0:
        hint = words["nothing_to_pay"]
    elif gives_back:
        hint = f"{words['original']} {_original(snapshot)}" if snapshot.original_number else ""
    else:
        due = format_day(snapshot.due_on, snapshot.language) if snapshot.due_on else ""
        hint = f"{words['due_by']} {due}" if due else ""
    label = words["to_credit" if gives_back else "to_pay"]
    return {"label": label, "amount": _money(snapshot, abs(total)), "hint": hint}


def _columns(snapshot: InvoiceSnapshot) -> list[str]:
    words = WORDS[snapshot.language]
    gross = [words["unit_price_gross"]] if _shows_gross(snapshot) else []
    return [words["description"], words["quantity"], words["unit_price"], *gross, words["vat"], words["amount"]]


def _shows_gross(snapshot: InvoiceSnapshot) -> bool:
    """INV-12: a consumer reads prices incl. VAT, next to the prices excl. VAT that INV-7 asks for."""
    return snapshot.buyer.party_type == "consumer"


def _row(snapshot: InvoiceSnapshot, line: Line) -> Content:
    words = WORDS[snapshot.language]
    details = []
    if line.starts_on and line.ends_on:
        details.append(f"{words['period']}: {format_period(Period(line.starts_on, line.ends_on), snapshot.language)}")
    if line.discount_minor:
        details.append(f"{words['discount']}: {_money(snapshot, -line.discount_minor)}")
    gross = [format_money(_gross(line, snapshot.currency), snapshot.language)] if _shows_gross(snapshot) else []
    standard = line.vat_category == "S"
    vat = _percent(line.vat_basis_points, snapshot.language) if standard else words[f"mark_{line.vat_category}"]
    return {
        "text": breakable(line.text, longest=24),
        "details": details,
        "cells": [
            breakable(f"{format_count(line.quantity)} {line.unit}".strip(), longest=10),
            _money(snapshot, line.unit_price_minor),
            *gross,
            vat,
            _money(snapshot, line.net_minor),
        ],
    }


def _gross(line: Line, currency: str) -> Money:
    """The unit price incl. VAT (INV-12), rounded half up; shown only, never summed."""
    price = Money(line.unit_price_minor, currency)
    return price + percent_of(price, line.vat_basis_points) if line.vat_category == "S" else price


def _sums(snapshot: InvoiceSnapshot) -> list[list[str]]:
    words = WORDS[snapshot.language]
    sums = [[words["subtotal"], _money(snapshot, snapshot.net_minor)]]
    sums += [_vat_sum(snapshot, group) for group in snapshot.vat_groups]
    if len(snapshot.vat_groups) > 1:
        sums.append([words["vat_total"], _money(snapshot, snapshot.vat_minor)])
    return sums


def _vat_sum(snapshot: InvoiceSnapshot, group: VatGroup) -> list[str]:
    """One subtotal per rate and category (INV-8, INV-9); reverse charge has neither rate nor amount (INV-11)."""
    words, net = WORDS[snapshot.language], _money(snapshot, group.net_minor)
    if group.vat_category == "S":
        rate = _percent(group.vat_basis_points, snapshot.language)
        return [f"{rate} {words['vat_of']} {net}", _money(snapshot, group.vat_minor)]
    label = f"{words['category_' + group.vat_category]}, {words['vat_base']} {net}"
    return [label, NO_AMOUNT]


def _notes(snapshot: InvoiceSnapshot) -> list[list[str]]:
    words = WORDS[snapshot.language]
    reverse = any(group.vat_category == "AE" for group in snapshot.vat_groups)
    payment = "\n".join(_present(snapshot.payment_terms, *how_to_pay(snapshot)))
    kroner = snapshot.vat_in_kroner
    notes = [
        (words["reason"], snapshot.reason),
        (words["vat"], words["note_AE"] if reverse else ""),
        (words["payment"], payment if snapshot.kind == "invoice" else ""),
        (words["vat_in_kroner"], _kroner(kroner, snapshot.language) if kroner else ""),
        (words["note"], snapshot.note),
    ]
    return [[label, breakable(text, longest=60)] for label, text in notes if text]


def _kroner(kroner: VatInKroner, language: Language) -> str:
    return f"{format_money(Money(kroner.vat_minor, 'DKK'), language)} ({kroner.rate})"


def _present(*texts: str) -> list[str]:
    return [text for text in texts if text]
