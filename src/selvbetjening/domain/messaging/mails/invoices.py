"""Mails about invoices and payments."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way, ways_to_invoice
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_LONGEST_INSTRUCTIONS = 200
_LONGEST_LINE = 160
_MOST_LINES = 20


def invoice_issued(
    *,
    sender: Sender,
    language: Language,
    number: str,
    total: Money,
    due_on: date,
    instructions: str,
    path: str,
    why: Sequence[str] = (),
    pay_path: str = "",
    by_card: bool = False,
    card: str = "",
    last_on: date | None = None,
    cards_path: str = "",
    debited_on: date | None = None,
    debit_is_late: bool = False,
) -> Letter:
    """A new invoice; its PDF goes with the mail. `instructions` is the company's own text on how to pay.

    `pay_path` leads to where it is paid by card without a login, empty where it cannot be (PY-02). `by_card`: a saved
    card is charged on the day it is due; with `last_on` that `card` ends before, and a new one is asked for.
    `debited_on`: Betalingsservice takes it that day; `debit_is_late`: after its deadline. `why` says why the amount
    is another than last time (CM-01); without amounts in mails only the invoice does (GDP-5).
    """
    with override(language):
        by_itself = by_card or debited_on is not None
        amount = (_("Amount incl. VAT"), format_money(total, language))
        rows = [(_("Invoice"), number), amount, _paid_on(language, due_on, by_card and last_on is None, debited_on)]
        itself: list[Part] = []
        if debited_on is not None:
            itself = _by_debit(language, debited_on, due_on, debit_is_late)
        elif by_card:
            itself = _by_card(sender, language, card, last_on, pay_path or (cards_path if path else ""))
        return _invoice(
            sender, language, number, rows, [*itself, *_said(sender, why, "" if by_itself else instructions)],
            ways_to_invoice(sender, path=path, pay_path="" if by_itself else pay_path),
        )  # fmt: skip


def _invoice(
    sender: Sender,
    language: Language,
    number: str,
    rows: Sequence[tuple[str, str]],
    parts: Sequence[Part],
    ways: Sequence[Part],
) -> Letter:
    """The letter itself; `rows` are its number, its amount and its day, in this order."""
    return letter(
        "invoice_issued",
        _("Invoice %(number)s from %(company)s") % {"number": number, "company": sender.name},
        Words(_("Here is your invoice. It is attached as a PDF.")),
        Facts(rows),
        *parts,
        *ways,
        sender=sender,
        language=language,
        values={"number": number, "amount": rows[1][1], "day": rows[-1][1]},
    )


def _paid_on(language: Language, due_on: date, charged: bool, debited_on: date | None) -> tuple[str, str]:
    """What happens by itself on a day, or by when it is to be paid."""
    if debited_on is not None:
        return _("Taken through Betalingsservice on"), format_day(debited_on, language)
    return _("Charged to your card on") if charged else _("Pay no later than"), format_day(due_on, language)


def _by_debit(language: Language, debited_on: date, due_on: date, is_late: bool) -> list[Part]:
    """Nothing to do; and why it is later than the invoice says."""
    nothing = _("You need do nothing: the amount stands on your payment overview and is taken on that day.")
    if not is_late:
        return [Words(nothing)]
    late = _(
        "The invoice is due on %(due)s, but it was too late for Betalingsservice to take it then. It is taken on"
        " %(day)s, and that costs you nothing."
    )
    told = late % {"due": format_day(due_on, language), "day": format_day(debited_on, language)}
    return [Words(f"{nothing} {told}")]


def _by_card(sender: Sender, language: Language, card: str, last_on: date | None, path: str) -> list[Part]:
    """Nothing to do; or, where the card's last day comes before the invoice's, one click to a new one."""
    if last_on is None:
        return [Words(_("You need do nothing: your saved card is charged on that day."))]
    ends = _("Your card %(card)s is good to %(day)s only, so it cannot be charged for this invoice.")
    told = ends % {"card": plain(text=card), "day": format_day(last_on, language)}
    to_do = _("Pay with a new card, or add one: then it is charged on the day by itself.")
    return [Words(f"{told} {to_do}"), *way(_("Pay or change card"), sender, path)]


def _said(sender: Sender, why: Sequence[str], instructions: str) -> list[Part]:
    """Why the amount is what it is, and how the company wants to be paid."""
    parts: list[Part] = []
    if why:
        hidden = _("Why the amount is what it is, stands on the invoice.")
        parts.append(Words(" ".join(why) if sender.shows_amounts else hidden))
    if told := plain(text=instructions, longest=_LONGEST_INSTRUCTIONS):
        parts.append(Words(told))
    return parts


def payment_received(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    paid_on: date,
    remaining: Money,
    path: str,
    card: str = "",
    total: Money | None = None,
    made_up: Sequence[tuple[str, Money]] = (),
    lines: Sequence[tuple[str, Money]] = (),
    vat: Money | None = None,
) -> Letter:
    """A payment has come in for an invoice; `remaining` is what is still owed on it, `card` what it was paid with.

    `made_up` is what beside the invoice's `total` makes the amount, words (msgids) with what each adds. `lines`, excl.
    VAT, and `vat` are what the invoice is for; both say something only with `total`.
    """
    with override(language):
        part, whole = _("Thank you. A part of the invoice is still open."), _("Thank you. The invoice is paid.")
        rows = [(_("Invoice"), number), (_("Received"), format_money(amount, language))]
        rows.append((_("Day of payment"), format_day(paid_on, language)))
        rows += [(_("Paid with"), plain(text=card))] if card else []
        rows += [(_("Still to pay"), format_money(remaining, language))] if remaining.minor > 0 else []
        return letter(
            "payment_received",
            _("We have received your payment of invoice %(number)s") % {"number": number},
            Words(part if remaining.minor > 0 else whole),
            Facts(rows),
            *(_made_up(language, number, total, made_up, amount) if total is not None and made_up else ()),
            *(_what_for(language, lines, vat, total) if total is not None and lines else ()),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "amount": rows[1][1], "day": rows[2][1]},
        )


def _made_up(
    language: Language, number: str, total: Money, parts: Sequence[tuple[str, Money]], amount: Money
) -> list[Part]:
    """How the amount comes about, where it is not the invoice's total."""
    invoice = _("Invoice %(number)s") % {"number": number}
    rows = [(invoice, total), *((_(words), added) for words, added in parts), (_("Paid"), amount)]
    shown = [(text, format_money(money, language)) for text, money in rows]
    return [Words(_("This is how the amount is made up:")), Facts(shown)]


def _what_for(language: Language, lines: Sequence[tuple[str, Money]], vat: Money | None, total: Money) -> list[Part]:
    """The invoice's lines; with very many of them only what they come to."""
    few = lines if len(lines) <= _MOST_LINES else ()
    rows = [(plain(text=text, longest=_LONGEST_LINE), net) for text, net in few]
    rows += [(_("VAT"), vat)] if vat is not None else []
    shown = [(text, format_money(money, language)) for text, money in (*rows, (_("Total incl. VAT"), total))]
    return [Words(_("The invoice is for this; the lines are without VAT:") if few else _("The invoice:")), Facts(shown)]
