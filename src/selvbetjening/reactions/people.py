"""Who acts for an account: those concerned are asked, and the others are told."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, override

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.events import (
    AccountantExpiring,
    AccountantInvited,
    AccountantRevoked,
    EmailChangeAsked,
    EmailChanged,
    RecipientChanged,
    RecipientInvited,
    RecipientRemoved,
)
from selvbetjening.domain.accounts.queries import bookkeepers, people
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails.login import TOKEN
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations.queries import bookkeepers_origin
from selvbetjening.kernel.formatting import Language, language_of
from selvbetjening.kernel.wording import gettext_noop
from selvbetjening.reactions.post import day_in, id_in, mail

_PATH = "/modtagere/"
_WORDS = {
    RecipientChanged.name: gettext_noop("A recipient of your account was changed."),
    RecipientRemoved.name: gettext_noop("A recipient was removed from your account."),
    AccountantInvited.name: gettext_noop("A bookkeeper was given access to the invoices of your account."),
    AccountantRevoked.name: gettext_noop("A bookkeeper's access to your account was ended."),
}


def ask_invited(event: Recorded) -> None:
    """The invited mailbox is asked; nobody is on the account before it has said yes."""
    found = people.get_invitation(event.organization, invitation=id_in(event, "invitation"))
    if found is None or found.withdrawn_at or found.accepted_at:
        return
    inviter = accounts.get_recipient(event.organization, recipient=found.invited_by)
    _write(
        event,
        mails.recipient_invited,
        key=f"recipient_invited:{found.id}",
        to=found.email,
        language=found.account.language,
        name=inviter.name if inviter else "",
        account=found.account.name,
        path=f"/log-ind/invitation/{TOKEN}/",
    )


def ask_both_mailboxes(event: Recorded) -> None:
    """XB-38: each mailbox gets a code of its own."""
    wish = people.get_email_change(event.organization, email_change=id_in(event, "email_change"))
    if wish is None or wish.voided_at or wish.done_at:
        return
    for draw, to in ((mails.email_change_old, wish.old_email), (mails.email_change_new, wish.new_email)):
        _write(
            event, draw, key=f"{draw.__name__}:{wish.id}", to=to, language=wish.language, asked_at=wish.asked_at
        )  # fmt: skip


def tell_both_mailboxes(event: Recorded) -> None:
    """SEC-03: the former address hears of it, too."""
    wish = people.get_email_change(event.organization, email_change=id_in(event, "email_change"))
    if wish is None:
        return
    for side, to in (("old", wish.old_email), ("new", wish.new_email)):
        _write(
            event, mails.email_changed, key=f"{event.id}:{side}", to=to, language=wish.language, changed_at=event.at
        )  # fmt: skip


def tell_others(event: Recorded) -> None:
    """SEC-03: whoever gets the invoices hears that who acts for the account has changed."""

    def what(language: Language) -> str:
        with override(language):
            return gettext(_WORDS[event.name])

    mail(event, "invoice", mails.people_changed, what=what, changed_at=event.at, path=_PATH, needs="manage_recipients")


def tell_bookkeeper(event: Recorded) -> None:
    """CM-08: the bookkeeper hears of a new access, and fourteen days before it ends."""
    found = bookkeepers.get_grant(event.organization, grant=id_in(event, "grant"))
    if found is None or found.revoked_at:
        return
    _write(
        event,
        mails.accountant_invited if event.name == AccountantInvited.name else mails.accountant_expiring,
        key=f"{event.id}:bookkeeper",
        to=found.email,
        language=found.account.language,
        account=found.account.name,
        ends_on=day_in(event, "ends_on") - timedelta(days=1),
        address=bookkeepers_origin() + "/",
    )


def tell_of_bookkeeper(event: Recorded) -> None:
    """A new access: the account's people hear of it, and the bookkeeper does."""
    tell_others(event)
    tell_bookkeeper(event)


def _write(event: Recorded, draw: Any, *, key: str, to: str, language: str, **values: Any) -> None:
    company, spoken = sender(event.organization), language_of(language)
    write(
        event.organization,
        key=key,
        letter=draw(sender=company, language=spoken, **values),
        to=to,
        language=spoken,
        reply_to=company.reply_to,
        at=event.at,
    )


SUBSCRIPTIONS = (
    (RecipientInvited, ask_invited),
    (EmailChangeAsked, ask_both_mailboxes),
    (EmailChanged, tell_both_mailboxes),
    (RecipientChanged, tell_others),
    (RecipientRemoved, tell_others),
    (AccountantInvited, tell_of_bookkeeper),
    (AccountantRevoked, tell_others),
    (AccountantExpiring, tell_bookkeeper),
)
