"""A kind of mail as a customer would read it, with the words that are typed, kept or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.mails.samples import draw_sample
from selvbetjening.domain.messaging.rules.own_words import OwnWords, places
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.settings.mail_forms import LANGUAGES

#: What fills each place.
PLACES: Final[dict[str, Promise]] = {
    "company": _("the company's name"),
    "phone": _("the company's phone number"),
    "email": _("the address that answers go to"),
    "number": _("the number of the invoice or credit note"),
    "amount": _("the amount incl. VAT"),
    "day": _("the day that it is about, such as the last one to pay"),
}


@dataclass(frozen=True)
class Preview:
    """One language's mail. `sender` is as the receiver's mail program shows it."""

    language: str
    name: Promise
    sender: str
    reply_to: str
    subject: str
    text: str


def places_of(kind: str) -> list[tuple[str, Promise]]:
    """What may stand in braces in this kind of mail, and what fills it."""
    return [("{" + each + "}", PLACES[each]) for each in places(kind=kind)]


def drawn(here: OrganizationId, *, kind: str, said: Mapping[str, OwnWords]) -> list[Preview]:
    """In both languages. What is said is checked words."""
    company = messaging.sender(here)
    own = {**company.own_words, **{(kind, language): words for language, words in said.items()}}
    company, at, found = replace(company, own_words=own), clock.now(), []
    for language, name in LANGUAGES.items():
        subject, text = draw_sample(kind=kind, sender=company, language=language_of(language), at=at)
        found.append(Preview(language, name, company.from_name or company.name, company.reply_to, subject, text))
    return found
