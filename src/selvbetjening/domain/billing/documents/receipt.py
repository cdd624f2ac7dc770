"""The receipt of a cancellation or a withdrawal: what was declared, when, and how to prove it (CAN-3, WDR-5)."""

from datetime import datetime, timedelta
from typing import Final, cast

from selvbetjening.domain.billing.documents.press import Company, Printed, Section, print_letter
from selvbetjening.domain.billing.rules.law.declarations import ActContent, code_of, content_hash, grouped
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import Language, format_day, format_money

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "cancel": ("Kvittering for opsigelse", "Receipt for your cancellation"),
    "withdraw": ("Kvittering for fortrydelse", "Receipt for your withdrawal"),
    "lead_cancel": (
        "Vi har modtaget din opsigelse. Dette er din kvittering; gem den.",
        "We have received your cancellation. This is your receipt; keep it.",
    ),
    "lead_withdraw": (
        "Vi har modtaget din besked om, at du fortryder aftalen. Dette er din kvittering; gem den.",
        "We have received your notice that you withdraw from the contract. This is your receipt; keep it.",
    ),
    "declared": ("Det har du erklæret", "What you declared"),
    "follows": ("Det sker der", "What happens"),
    "proof": ("Sådan kan kvitteringen kontrolleres", "How the receipt can be checked"),
    "name": ("Navn", "Name"),
    "contract": ("Aftalenummer", "Contract number"),
    "plan": ("Abonnement", "Subscription"),
    "submitted": ("Afsendt", "Sent"),
    "recorded": ("Registreret", "Recorded"),
    "channel": ("Modtaget via", "Received by"),
    "address": ("Kvittering sendt til", "Receipt sent to"),
    "statement": ("Din besked", "Your message"),
    "effective_cancel": ("Sidste dag", "Last day"),
    "effective_withdraw": ("Aftalen ophører", "The contract ends"),
    "refund": ("Krediteres, inkl. moms", "Credited, incl. VAT"),
    "version": ("Regler anvendt", "Rules applied"),
    "check": (
        "Indtast koden eller vælg filen på {url}. Er blot ét tegn ændret, afvises den.",
        "Type the code or choose this file at {url}. If a single character is changed, it is refused.",
    ),
    "digest": ("SHA-256", "SHA-256"),
    "portal": ("Selvbetjening", "Self-service"),
    "guest": ("Link på mail", "Mailed link"),
    "api": ("Program", "Program"),
    "letter": ("Brev", "Letter"),
    "mail": ("Mail", "Mail"),
    "phone": ("Telefon", "Telephone"),
    "in_person": ("Personligt", "In person"),
}


def receipt_pdf(content: ActContent, *, company: Company, plan: str, number: str, verify_url: str) -> bytes:
    """The receipt in the act's language; `number` is the contract's as customers see it, `verify_url` our page."""
    speech = cast("Language", content.language)
    word = {key: pair[1 if speech == "en" else 0] for key, pair in _WORDS.items()}
    digest = content_hash(content=content)
    letter = Printed(
        language=speech,
        heading=word[content.kind],
        lead=(word[f"lead_{content.kind}"],),
        sections=(
            Section(word["declared"], facts=_declared(content, word, plan, number)),
            Section(word["follows"], facts=_follows(content, word)),
            Section(
                word["proof"],
                text=(word["check"].format(url=verify_url),),
                facts=((word["digest"], f"{digest[:32]} {digest[32:]}"),),
                code=grouped(code=code_of(digest=digest)),
            ),
        ),
    )
    return print_letter(letter, company=company, at=content.recorded_at)


def _declared(content: ActContent, word: dict[str, str], plan: str, number: str) -> tuple[tuple[str, str], ...]:
    speech = cast("Language", content.language)
    found = (
        (word["name"], content.name),
        (word["plan"], plan),
        (word["contract"], number),
        (word["statement"], content.statement),
        (word["submitted"], moment(content.submitted_at, speech)),
        (word["recorded"], moment(content.recorded_at, speech) if content.recorded_at != content.submitted_at else ""),
        (word["channel"], word[content.channel]),
        (word["address"], content.receipt_address),
    )
    return tuple(row for row in found if row[1])


def _follows(content: ActContent, word: dict[str, str]) -> tuple[tuple[str, str], ...]:
    speech = cast("Language", content.language)
    day = content.effective_on - timedelta(days=1) if content.kind == "cancel" else content.effective_on
    rows = [(word[f"effective_{content.kind}"], format_day(day, speech))]
    if content.refund is not None:
        rows.append((word["refund"], format_money(content.refund, speech)))
    laws = sorted({reason.partition(".")[0] for reason in content.reasons if reason[:1].isupper()})
    return (*rows, (word["version"], " · ".join([content.rule_version, *laws])))


def moment(at: datetime, language: Language) -> str:
    """Day, minute and second in Copenhagen, as evidence wants it."""
    local = at.astimezone(COPENHAGEN)
    joint = "kl. {:%H.%M.%S}" if language == "da" else "at {:%H:%M:%S}"
    return f"{format_day(local.date(), language)} {joint.format(local)}"
