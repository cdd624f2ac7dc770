"""An account's details and its recipients: told to the others."""

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.events import BillingDetailsUpdated, RecipientAdded
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.reactions.post import id_in, mail


def tell_details(event: Recorded) -> None:
    """SEC-03: a change of the billing details is told to everybody who gets the invoices."""
    mail(
        event,
        "invoice",
        mails.billing_details_changed,
        changed_at=event.at,
        path="/oplysninger/",
    )


def tell_new_recipient(event: Recorded) -> None:
    """SEC-03: the others hear of a new recipient."""
    person = accounts.get_recipient(event.organization, recipient=id_in(event, "recipient"))
    if person is None:
        return
    mail(
        event,
        "invoice",
        mails.recipient_added,
        name=person.name,
        added_at=event.at,
        path="/oplysninger/",
        but=person.id,
    )


SUBSCRIPTIONS = ((BillingDetailsUpdated, tell_details), (RecipientAdded, tell_new_recipient))
