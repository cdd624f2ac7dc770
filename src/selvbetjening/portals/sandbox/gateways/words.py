"""The words of the hosted pages, Danish and English side by side.

They imitate another firm's pages, which are in no catalogue of ours, and this process answers without a request of
Django's; so they stand here and not in gettext.
"""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "demo": ("Demo", "Demo"),
    "demo_says": (
        "Her flyttes ingen penge. Kun testkort virker, og rigtige kortnumre afvises.",
        "No money moves here. Only test cards work, and real card numbers are refused.",
    ),
    "pay_to": ("Betaling til", "Payment to"),
    "save_to": ("Gem kort hos", "Save a card with"),
    "amount": ("Beløb", "Amount"),
    "nothing_taken": ("Der trækkes ikke penge nu.", "Nothing is charged now."),
    "saved_too": (
        "Kortet gemmes til kommende betalinger, som du har valgt hos firmaet.",
        "The card is saved for later payments, as you chose with the company.",
    ),
    "number": ("Kortnummer", "Card number"),
    "expiry": ("Udløb (MM/ÅÅ)", "Expiry (MM/YY)"),
    "cvc": ("CVC", "CVC"),
    "pay": ("Betal", "Pay"),
    "save": ("Gem kort", "Save card"),
    "cancel": ("Annullér", "Cancel"),
    "card": ("Kort", "Card"),
    "check": ("Ret dette, og prøv igen:", "Correct this and try again:"),
    "fault_number": (
        "Kortnummer: brug et af testkortene nedenfor. Andre numre afvises.",
        "Card number: use one of the test cards below. Other numbers are refused.",
    ),
    "fault_expiry": (
        "Udløb: skriv en måned, der ikke er gået, som 12/34.",
        "Expiry: give a month to come, such as 12/34.",
    ),
    "fault_cvc": ("CVC: skriv de tre cifre, for eksempel 123.", "CVC: give the three digits, such as 123."),
    "refused": ("Kortet blev afvist", "The card was declined"),
    "try_again": ("Prøv et andet kort, eller annullér.", "Try another card, or cancel."),
    "test_cards": ("Testkort", "Test cards"),
    "what_happens": ("Hvad der sker", "What happens"),
    "any_date": (
        "Alle udløbsdatoer i fremtiden og alle CVC'er virker.",
        "Any expiry date to come and any CVC work.",
    ),
    "secure": ("Din bank spørger", "Your bank asks"),
    "secure_says": (
        "Godkend i demoen det, du ellers ville godkende med MitID.",
        "Approve here what you would approve with your bank's app.",
    ),
    "approve": ("Godkend", "Approve"),
    "deny": ("Afvis", "Decline"),
    "over": ("Siden er udløbet", "This page has expired"),
    "over_says": ("Gå tilbage til firmaet, og start igen.", "Go back to the company and start again."),
    "back": ("Tilbage til firmaet", "Back to the company"),
    "lost": ("Siden findes ikke", "There is no such page"),
    "lost_says": (
        "Adressen er forkert, eller demoen er startet forfra.",
        "The address is wrong, or the demo was reset.",
    ),
    "mobilepay": ("MobilePay", "MobilePay"),
    "mobilepay_says": (
        "Godkend i demoen det, du ellers ville godkende i MobilePay-appen.",
        "Approve here what you would approve in the MobilePay app.",
    ),
    "outcome_approved": ("godkendes", "approved"),
    "outcome_secure": ("banken spørger, godkendes", "the bank asks, then approved"),
    "outcome_secure_always": ("banken spørger hver gang", "the bank asks every time"),
    "outcome_declined": ("afvises", "declined"),
    "outcome_funds": ("afvises, der mangler dækning", "declined, insufficient funds"),
    "outcome_expired": ("afvises, kortet er udløbet", "declined, the card has expired"),
    "outcome_later": ("kan gemmes, senere træk afvises", "can be saved, later charges are declined"),
    "outcome_delayed": ("svaret kommer efter 60 sekunder", "the answer comes after 60 seconds"),
    "outcome_capture": ("godkendes, men hævningen afvises", "approved, but the capture is declined"),
    "outcome_refund": ("godkendes, tilbagebetaling afvises senere", "approved, a refund fails later"),
    "reason_insufficient_funds": ("der mangler dækning", "insufficient funds"),
    "reason_expired_card": ("kortet er udløbet", "the card has expired"),
    "reason_lost_card": ("kortet er meldt tabt", "the card was reported lost"),
    "reason_stolen_card": ("kortet er meldt stjålet", "the card was reported stolen"),
    "reason_incorrect_cvc": ("CVC passer ikke", "the CVC is wrong"),
    "reason_processing_error": ("teknisk fejl hos banken", "a technical error at the bank"),
    "reason_authentication": ("godkendelsen blev afvist", "the approval was declined"),
}


def words(language: str) -> dict[str, str]:
    """All of them in Danish (`da`) or English."""
    return {name: both[0 if language == "da" else 1] for name, both in WORDS.items()}


def amount(minor: int, currency: str, language: str) -> str:
    """`1.234,50 kr.` or `DKK 1,234.50`, on one line."""
    whole, cents = divmod(minor, 100)
    english = f"{whole:,}.{cents:02d}"
    if language != "da":
        return f"{currency.upper()}\u00a0{english}"
    danish = english.translate(str.maketrans(",.", ".,"))
    # A no-break space: an amount is one word.
    return f"{danish}\u00a0{'kr.' if currency.upper() == 'DKK' else currency.upper()}"
