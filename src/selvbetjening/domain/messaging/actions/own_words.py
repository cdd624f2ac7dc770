"""Say something of the company's own in a kind of mail, or go back to the standard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from selvbetjening.domain.messaging.rules.own_words import OwnWords, checked
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_words(
    organization: OrganizationId, *, kind: str, said: Mapping[str, OwnWords], actor: Actor, at: datetime
) -> bool:
    """Keep what the company says in this kind of mail, by language; whether something changed. Empty is the standard.

    Mails that are drawn from now on carry it. Records `organizations.settings_chosen`. Raises `WordsRefused` (then
    nothing is kept), KeyError for a kind that has no own words.
    """
    own = {spoken: checked(kind=kind, subject=each.subject, words=each.words) for spoken, each in said.items()}
    with within(organization):
        one_at_a_time(organization, what="mail_words")
        kept: dict[str, Any] = dict(organizations.get(organization).choice("mail_words"))
        kept[kind] = {
            spoken: {"subject": each.subject, "words": each.words} for spoken, each in own.items() if each != OwnWords()
        }
        kept = {each: spoken for each, spoken in kept.items() if spoken}
        return bool(choose(organization, values={"mail_words": kept}, actor=actor, at=at))
