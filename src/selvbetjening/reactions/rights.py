"""What follows when somebody's own data are ready, and when an account moves."""

from selvbetjening.domain.access.queries.notice_move_words import MOVES
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations.permissions import ADD_CARD, EXPORT_DATA
from selvbetjening.domain.rights.events import AccountMovedIn, DataExportReady, MoveAsked, MoveReady, MoveStopped
from selvbetjening.domain.rights.queries import exports
from selvbetjening.domain.rights.queries import move_requests as moves
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.reactions.access_post import all_managers, told
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


def tell_of_move(event: Recorded) -> None:
    """CM-13: every Access Manager hears that the file was asked for, who did it, too: a stolen login would be silent.

    What came of it is told to who asked.
    """
    found = moves.request_with(event.organization, move_request=id_in(event, "move_request"))
    if found is None:
        return
    notice = NewNotice("managers", f"moves:{event.name}", f"selvbetjening/konti/{account_of(event)}/flyt/")
    for manager in all_managers(event.organization):
        if event.name == MoveAsked.name or manager.id == found.membership_id:
            told(
                event, manager, notice, mails.move_told, key=f"{event.id}:m:{manager.id}", what=MOVES[event.name],
                changed_at=event.at, until=found.expires_at if event.name == MoveReady.name else None,
            )  # fmt: skip


SUBSCRIPTIONS = (
    (DataExportReady, tell_export),
    (AccountMovedIn, ask_for_card),
    *((fact, tell_of_move) for fact in (MoveAsked, MoveReady, MoveStopped)),
)
