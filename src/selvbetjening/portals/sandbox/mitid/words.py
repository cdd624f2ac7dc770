"""The words of the stand-in's pages, Danish and English side by side, as those of the card gateways' stand-ins."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "demo": ("Demo", "Demo"),
    "demo_says": (
        "Det her er ikke MitID. Alle personer og virksomheder er opdigtede.",
        "This is not MitID. Every person and company is invented.",
    ),
    "title": ("Vælg, hvem du er", "Choose who you are"),
    "to": ("Du logger ind hos", "You are logging in to"),
    "person": ("Person", "Person"),
    "company": ("Log ind for", "Log in for"),
    "usual": ("personens egen virksomhed", "the person's own company"),
    "private": ("Privat MitID, ingen virksomhed", "Private MitID, no company"),
    "more": ("Prøv også det, der går galt", "Try what goes wrong, too"),
    "level": ("Sikringsniveau", "Level of assurance"),
    "low": ("Lav – bliver afvist", "Low – is refused"),
    "substantial": ("Betydelig", "Substantial"),
    "high": ("Høj", "High"),
    "age": ("Hvornår loggede personen ind?", "When did the person log in?"),
    "age_0": ("Lige nu", "Just now"),
    "age_240": ("For 4 minutter siden", "4 minutes ago"),
    "age_1800": ("For en halv time siden – for gammelt til at bekræfte noget", "Half an hour ago – too old to confirm"),
    "age_32400": ("For 9 timer siden – for gammelt til at logge ind", "9 hours ago – too old to log in"),
    "log_in": ("Log ind", "Log in"),
    "cancel": ("Afbryd", "Cancel"),
    "afresh": ("Bekræft, at det er dig", "Confirm that it is you"),
    "lost": ("Siden kan ikke bruges", "This page cannot be used"),
    "lost_says": ("Gå tilbage til portalen, og start login igen.", "Go back to the portal and start again."),
    "out": ("Du er logget ud af demoens MitID", "You are logged out of the demo's MitID"),
    "out_says": ("Portalen har fået besked.", "The portal has been told."),
    "back": ("Tilbage til portalen", "Back to the portal"),
}


def words(language: str) -> dict[str, str]:
    """All of them in one language."""
    place = 1 if language == "en" else 0
    return {name: pair[place] for name, pair in WORDS.items()}
