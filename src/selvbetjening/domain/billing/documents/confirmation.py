"""The confirmation of an order on a durable medium: terms, price, withdrawal information and form (ORD-4)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from selvbetjening.domain.billing.documents.press import Company, Printed, Section, print_letter
from selvbetjening.domain.billing.documents.receipt import moment
from selvbetjening.domain.billing.rules.law.ordering import TEXT_VERSION, OrderWords
from selvbetjening.domain.billing.rules.law.wording import Order

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "heading": ("Bekræftelse af din aftale", "Confirmation of your contract"),
    "lead": (
        "Tak for din bestilling. Her er, hvad vi har aftalt. Gem dokumentet.",
        "Thank you for your order. This is what we have agreed. Keep the document.",
    ),
    "contract": ("Aftalen", "The contract"),
    "number": ("Aftalenummer", "Contract number"),
    "customer": ("Kunde", "Customer"),
    "made": ("Indgået", "Made"),
    "what": ("Det har du bestilt", "What you ordered"),
    "price": ("Pris", "Price"),
    "end": ("Varighed og opsigelse", "Duration and cancelling"),
    "withdrawal": ("Fortrydelsesret", "Right of withdrawal"),
    "how": (
        (
            "Vil du fortryde, skal du blot sende os besked inden fristen. Det er nok, at beskeden er afsendt i tide. "
            "Du kan bruge fortrydelsesfunktionen på adressen ovenfor, formularen nedenfor eller skrive frit. Du får "
            "straks en kvittering, og vi betaler tilbage inden 14 dage med samme betalingsmiddel, uden gebyr."
        ),
        (
            "To withdraw, just send us a notice before the deadline. It is enough that it was sent in time. You may "
            "use the withdrawal function at the address above, the form below, or your own words. You get a receipt "
            "at once, and we pay you back within 14 days by the same means of payment, without a fee."
        ),
    ),
    "consents": ("Det har du sagt ja til", "What you said yes to"),
    "start": (
        (
            "Du har bedt os begynde, før fortrydelsesfristen er udløbet, og ved, at du så betaler for de dage, du har "
            "haft, hvis du fortryder, og at retten bortfalder, når ydelsen er leveret fuldt ud."
        ),
        (
            "You asked us to begin before the withdrawal period is over, and know that you then pay for the days you "
            "have had if you withdraw, and that the right ends when the service has been delivered in full."
        ),
    ),
    "adult": ("Du har sagt, at du er fyldt 18 år.", "You said that you are 18 or older."),
    "version": ("Tekstversion", "Version of the words"),
    "form": ("Fortrydelsesformular", "Withdrawal form"),
    "form_to": ("Til", "To"),
    "form_text": (
        "Udfyld og send formularen, hvis du vil fortryde. Jeg meddeler hermed, at jeg fortryder aftalen:",
        "Fill in and send this form if you wish to withdraw. I hereby give notice that I withdraw from the contract:",
    ),
    "form_name": ("Navn", "Name"),
    "form_address": ("Adresse", "Address"),
    "form_day": ("Dato", "Date"),
    "form_sign": ("Underskrift (kun på papir)", "Signature (on paper only)"),
}
_LINE: Final = "_" * 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The contract as the confirmation shows it."""

    number: str
    customer: str
    made_at: datetime
    asked_to_start: bool
    said_adult: bool


def confirmation_pdf(order: Order, words: OrderWords, *, made: Confirmed, company: Company) -> bytes:
    """The confirmation in the order's language; the same bytes for the same arguments. ORD-4, WDR-6."""
    word = {key: pair[1 if order.language == "en" else 0] for key, pair in _WORDS.items()}
    facts = (
        (word["number"], made.number),
        (word["customer"], made.customer),
        (word["made"], moment(made.made_at, order.language)),
    )
    ending = tuple(text for text in (words.duration, words.binding, words.how_to_end) if text)
    price = tuple(text for text in (words.total, words.each_period, words.price_after_trial) if text)
    sections = [
        Section(word["contract"], facts=facts),
        Section(word["what"], text=(words.characteristics,)),
        Section(word["price"], text=price),
        Section(word["end"], text=ending),
        Section(word["withdrawal"], text=_withdrawal(order, words, word)),
    ]
    if told := _consents(made, word):
        sections.append(Section(word["consents"], text=told, facts=((word["version"], TEXT_VERSION),)))
    if order.may_withdraw:
        sections.append(_form(made, word, company))
    letter = Printed(language=order.language, heading=word["heading"], lead=(word["lead"],), sections=tuple(sections))
    return print_letter(letter, company=company, at=made.made_at)


def words_as_json(words: OrderWords) -> dict[str, str]:
    """The sentences as they were shown, for the contract's row."""
    return asdict(words)


def _withdrawal(order: Order, words: OrderWords, word: dict[str, str]) -> tuple[str, ...]:
    return (words.withdrawal, words.where_to_withdraw, word["how"]) if order.may_withdraw else (words.withdrawal,)


def _consents(made: Confirmed, word: dict[str, str]) -> tuple[str, ...]:
    told = ((made.asked_to_start, word["start"]), (made.said_adult, word["adult"]))
    return tuple(text for given, text in told if given)


def _form(made: Confirmed, word: dict[str, str], company: Company) -> Section:
    return Section(
        word["form"],
        text=(word["form_text"],),
        facts=(
            (word["form_to"], ", ".join((company.name, *company.lines))),
            (word["number"], made.number),
            (word["form_name"], _LINE),
            (word["form_address"], _LINE),
            (word["form_day"], _LINE),
            (word["form_sign"], _LINE),
        ),
    )
