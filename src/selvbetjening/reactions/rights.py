"""What follows when somebody's own data are ready."""

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import rights as mails
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations.permissions import ADD_CARD, EXPORT_DATA
from selvbetjening.domain.rights.events import AccountMovedIn, DataExportReady
from selvbetjening.domain.rights.queries import exports
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.reactions.post import account_of, id_in, mail


def tell_export(event: Recorded) -> None:
    """XB-39: to the one who asked, if that person may still fetch it."""
    found = exports.by_id(event.organization, account=account_of(event), data_export=id_in(event, "data_export"))
    person = accounts.get_recipient(event.organization, recipient=found.recipient_id)
    facts = identity.portal_facts(event.organization)
    if person is None or facts is None or found.ready_at is None or found.expires_at is None:
        return
    today = copenhagen_day(event.at)
    if not accounts.may_open(event.organization, recipient=person, facts=facts, today=today, permission=EXPORT_DATA):
        return
    company, language = sender(event.organization), language_of(person.account.language)
    letter = mails.export_ready(
        sender=company,
        language=language,
        ready_at=found.ready_at,
        expires_at=found.expires_at,
        path="/oplysninger/mine-data/",
    )
    write(
        event.organization,
        key=f"{event.id}:{person.id}",
        letter=letter,
        to=person.email,
        language=language,
        reply_to=company.reply_to,
        at=event.at,
    )


def ask_for_card(event: Recorded) -> None:
    """CM-13: cards do not travel, so whoever paid by one is asked for a new one."""
    if event.data["asks_for_card"]:
        mail(event, "invoice", mails.card_wanted, path="/kort/tilfoej/", needs=ADD_CARD)


SUBSCRIPTIONS = ((DataExportReady, tell_export), (AccountMovedIn, ask_for_card))
