"""A reminder on paper: what the mail says, word for word from what was frozen with it (DUN-1 to DUN-9, COL-1)."""

from datetime import UTC, datetime
from typing import Final, cast

from selvbetjening.domain.billing.documents.press import Company, Printed, Section, print_letter
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "reminder": ("Rykker", "Reminder"),
    "demand": ("Inkassovarsel", "Demand before collection"),
    "lead": (
        "Faktura {number} skulle have været betalt senest {due}. Vi mangler stadig {total}.",
        "Invoice {number} should have been paid by {due}. We still miss {total}.",
    ),
    "about": ("Det drejer sig om", "What it is about"),
    "creditor": ("Fra", "From"),
    "debtor": ("Til", "To"),
    "number": ("Faktura", "Invoice"),
    "issued": ("Fakturadato", "Date of the invoice"),
    "due": ("Skulle være betalt senest", "Was to be paid by"),
    "invoiced": ("Fakturaens beløb", "Amount of the invoice"),
    "paid": ("Betalt eller krediteret", "Paid or credited"),
    "asked": ("Det mangler", "What is missing"),
    "principal": ("Tilbage af fakturaen", "Left of the invoice"),
    "disputed": ("Gjort indsigelse mod, opkræves ikke nu", "Disputed, not asked for now"),
    "fees": ("Rykkergebyrer, uden moms", "Reminder fees, no VAT"),
    "interest": ("Renter, uden moms", "Interest, no VAT"),
    "compensation": ("Kompensation for forsinket betaling, uden moms", "Compensation for late payment, no VAT"),
    "total": ("At betale nu", "To pay now"),
    "pay": ("Sådan betaler du", "How to pay"),
    "deadline": ("Betal senest", "Pay no later than"),
    "follows": (
        "Har vi ikke fået din betaling senest {deadline}, kan vi sende sagen til inkasso.",
        "If we have not got your payment by {deadline}, we may hand the case over to debt collection.",
    ),
    "crossed": (
        "Har du betalt inden for de seneste dage? Så skal du ikke gøre noget.",
        "Have you paid in the last few days? Then you need do nothing.",
    ),
}


def reminder_pdf(text: LetterText, *, company: Company) -> bytes:
    """The letter as tagged PDF/A in its own language; the same bytes for the same text and company."""
    speech = cast("Language", text.language)
    word = {key: pair[1 if speech == "en" else 0] for key, pair in _WORDS.items()}
    deadline = format_day(text.deadline_on, speech)
    said = {
        "number": text.number,
        "due": format_day(text.due_on, speech),
        "total": _money(text, "total", speech),
        "deadline": deadline,
    }
    closing = ((word["follows"].format(**said),) if text.is_demand else ()) + (word["crossed"],)
    letter = Printed(
        language=speech,
        heading=f"{word['demand']}" if text.is_demand else f"{word['reminder']} {text.letter}",
        lead=(word["lead"].format(**said),),
        sections=(
            Section(word["about"], facts=_about(text, word, speech)),
            Section(word["asked"], facts=_asked(text, word, speech)),
            Section(
                word["pay"],
                text=(*(line for line in text.way_to_pay.splitlines() if line.strip()), *closing),
                facts=((word["deadline"], deadline),),
            ),
        ),
    )
    day = text.sent_on
    return print_letter(letter, company=company, at=datetime(day.year, day.month, day.day, tzinfo=UTC))


def _about(text: LetterText, word: dict[str, str], speech: Language) -> tuple[tuple[str, str], ...]:
    cvr = f"CVR {text.creditor_cvr}" if text.creditor_cvr else ""
    rows = (
        (word["creditor"], ", ".join(part for part in (text.creditor, text.creditor_address, cvr) if part)),
        (word["debtor"], text.debtor),
        (word["number"], str(text.number)),
        (word["issued"], format_day(text.issued_on, speech)),
        (word["due"], format_day(text.due_on, speech)),
    )
    return tuple(row for row in rows if row[1])


def _asked(text: LetterText, word: dict[str, str], speech: Language) -> tuple[tuple[str, str], ...]:
    """The parts that sum to the total; what is nothing stays out, but for fees and interest (COL-1)."""
    always = ("invoiced", "principal", "fees", "interest", "total")
    kinds = ("invoiced", "paid", "disputed", "principal", "fees", "interest", "compensation", "total")
    return tuple(
        (word[kind], _money(text, kind, speech)) for kind in kinds if kind in always or getattr(text, f"{kind}_minor")
    )


def _money(text: LetterText, kind: str, speech: Language) -> str:
    return format_money(Money(getattr(text, f"{kind}_minor"), text.currency), speech)
