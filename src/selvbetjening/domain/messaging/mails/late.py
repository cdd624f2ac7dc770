"""Mails about invoices that are not paid in time: reminders, more time, instalments. No offers in them (MKT-1)."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way, ways_to_invoice
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_LONGEST_LINE = 200


def reminder(
    *,
    sender: Sender,
    language: Language,
    number: str,
    letter_number: int,
    is_demand: bool,
    creditor: tuple[str, str, str],
    debtor: str,
    issued_on: date,
    due_on: date,
    amounts: dict[str, Money],
    way_to_pay: str,
    deadline_on: date,
    path: str,
    pay_path: str = "",
) -> Letter:
    """A reminder, or the demand before collection (COL-1). `creditor` is name, address and CVR number.

    `pay_path` leads to where it is paid by card without a login, empty where it cannot be (PY-02).
    `amounts` has `principal`, `interest`, `fees`, `compensation`, `fee`, `paid`, `disputed` and `total`. A demand says
    them where the company wants no amounts in mails, too (GDP-5): the law asks for them.
    """
    with override(language):
        subject = _("Demand before collection: invoice %(number)s") if is_demand else _("Reminder: invoice %(number)s")
        parts: list[Part] = [
            Words(_opening(number, due_on, letter_number, is_demand, language)),
            Facts(_about(number, creditor, debtor, issued_on, due_on, language)),
        ]
        parts.append(Facts(_split(amounts, deadline_on, language)))
        parts += _closing(way_to_pay, deadline_on, is_demand, language)
        return letter(
            "reminder",
            subject % {"number": number},
            *parts,
            *ways_to_invoice(sender, path=path, pay_path=pay_path),
            sender=replace(sender, shows_amounts=True) if is_demand else sender,
            language=language,
            values={"number": number, "day": format_day(deadline_on, language)},
        )


def _opening(number: str, due_on: date, letter_number: int, is_demand: bool, language: Language) -> str:
    words = {"number": number, "day": format_day(due_on, language), "times": letter_number}
    if is_demand:
        return _("We still miss your payment of invoice %(number)s. This is our last letter about it.") % words
    if letter_number == 1:
        return _("Invoice %(number)s should have been paid by %(day)s. Perhaps it slipped your mind?") % words
    return _("This is our letter number %(times)s: invoice %(number)s is still not paid.") % words


def _closing(way_to_pay: str, deadline_on: date, is_demand: bool, language: Language) -> list[Part]:
    """How to pay; what follows if nobody does; and peace of mind for who has."""
    parts: list[Part] = [
        Words(plain(text=line, longest=_LONGEST_LINE)) for line in way_to_pay.splitlines() if line.strip()
    ]
    if is_demand:
        said = _("If we have not got your payment by %(day)s, we may hand the case over to debt collection.")
        parts.append(Words(said % {"day": format_day(deadline_on, language)}))
    parts.append(Words(_("Have you paid in the last few days? Then you need do nothing."), "quiet"))
    return parts


def _about(
    number: str, creditor: tuple[str, str, str], debtor: str, issued_on: date, due_on: date, language: Language
) -> list[tuple[str, str]]:
    name, address, cvr = creditor
    known = ", ".join(part for part in (plain(text=name), plain(text=address), f"CVR {cvr}" if cvr else "") if part)
    return [
        (_("We are"), known),
        (_("Invoice to"), plain(text=debtor)),
        (_("Invoice"), number),
        (_("Date of the invoice"), format_day(issued_on, language)),
        (_("Was to be paid by"), format_day(due_on, language)),
    ]


def _split(amounts: dict[str, Money], deadline_on: date, language: Language) -> list[tuple[str, str]]:
    rows = [(_("Left of the invoice"), amounts["principal"])]
    if amounts["disputed"].minor:
        rows.append((_("Disputed, not asked for now"), amounts["disputed"]))
    rows += [(_("Reminder fees, no VAT"), amounts["fees"]), (_("Interest, no VAT"), amounts["interest"])]
    if amounts["compensation"].minor:
        rows.append((_("Compensation for late payment, no VAT"), amounts["compensation"]))
    rows.append((_("To pay now"), amounts["total"]))
    shown = [(text, format_money(money, language)) for text, money in rows]
    return [*shown, (_("Pay no later than"), format_day(deadline_on, language))]


def invoice_deferred(*, sender: Sender, language: Language, number: str, until_on: date, path: str) -> Letter:
    """The receipt of "udskyd"."""
    with override(language):
        return letter(
            "invoice_deferred",
            _("You have got more time for invoice %(number)s") % {"number": number},
            Words(_("You asked for more time to pay, and you have got it. Until then we send no reminder.")),
            Facts([(_("Invoice"), number), (_("Pay no later than"), format_day(until_on, language))]),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
        )


def plan_made(*, sender: Sender, language: Language, number: str, parts: list[tuple[date, Money]], path: str) -> Letter:
    """The receipt of an instalment plan."""
    with override(language):
        rows = [(format_day(day, language), format_money(money, language)) for day, money in parts]
        return letter(
            "plan_made",
            _("You pay invoice %(number)s in instalments") % {"number": number},
            Words(_("We have agreed that you pay invoice %(number)s like this:") % {"number": number}),
            Facts(rows),
            Words(_("As long as you pay on these days, we send no reminders and charge no interest.")),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
        )


def plan_broken(*, sender: Sender, language: Language, number: str, left: Money, path: str) -> Letter:
    """A part was missed; everything that is left is due."""
    with override(language):
        return letter(
            "plan_broken",
            _("We miss an instalment of invoice %(number)s") % {"number": number},
            Words(_("An instalment was not paid in time, so our agreement has ended and the rest is to be paid now.")),
            Facts([(_("Invoice"), number), (_("To pay now"), format_money(left, language))]),
            Words(_("We charge no new reminder fees for it. Write to us if you cannot pay.")),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
        )


def handed_over(*, sender: Sender, language: Language, number: str, total: Money, fee: Money, path: str) -> Letter:
    """The claim went to collection (DUN-6)."""
    with override(language):
        rows = [(_("Invoice"), number), (_("To pay now"), format_money(total, language))]
        if fee.minor:
            rows.append((_("Of which fee for collection, no VAT"), format_money(fee, language)))
        return letter(
            "handed_over",
            _("Invoice %(number)s has been handed over to debt collection") % {"number": number},
            Words(_("The deadline of our last letter is over, so we have handed the case over to debt collection.")),
            Facts(rows),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
        )
