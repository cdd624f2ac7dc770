"""Mandates that were asked for: the customer hears of it whoever asked, and of what came of it (9.1, 17.1: 16)."""

from betalingsservice.reasons import reason
from selvbetjening.domain.billing.queries.mandate_links import mandate_of_company
from selvbetjening.domain.directdebit.events import (
    MandateEnrolled,
    MandateOrdered,
    MandateOrderRefused,
    MandateOrderUndone,
)
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement
from selvbetjening.domain.directdebit.queries.ordered import counts_from, get_order, masked_account
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.reactions.post import id_in, mail

#: Where one signs up, and sees what is under way.
PATH = "/betalingsservice/"


def tell_ordered(event: Recorded) -> None:
    """Of an account's own: what happens from when on, and until when it can be taken back."""
    if event.account is None or event.data["verb"] != "register":
        return
    order = get_order(event.organization, order=id_in(event, "order"))
    covered = masked_account(event.organization, order=order)
    _asked(event, order.agreement, by_company=order.consent != "portal", account=covered)


def tell_enrolled(event: Recorded) -> None:
    """The same, where we are Betalingsservice; a mandate of a file is nobody's yet."""
    if event.account is not None:
        mandate = mandate_of_company(event.organization, mandate=id_in(event, "mandate"))
        _asked(event, mandate.agreement, by_company=event.actor_kind != "recipient", account="")


def _asked(event: Recorded, agreement: CreditorAgreement, *, by_company: bool, account: str) -> None:
    counts = counts_from(event.organization, agreement=agreement, at=event.at)
    mail(
        event, "invoice", mails.mandate_asked, path=PATH, by_company=by_company, account=account,
        registered_on=counts.registered_on, undo_until=counts.undo_until,
    )  # fmt: skip


def tell_undone(event: Recorded) -> None:
    """Who heard that it was asked for hears that it was not."""
    if event.account is not None and event.data["verb"] == "register":
        mail(event, "invoice", mails.mandate_undone, path=PATH)


def tell_refused(event: Recorded) -> None:
    """In words, with what to do."""
    if event.account is not None and event.data["verb"] == "register":
        mail(event, "invoice", mails.mandate_refused, path=PATH, reason=reason(event.data["code"]).into)


SUBSCRIPTIONS = (
    (MandateOrdered, tell_ordered),
    (MandateEnrolled, tell_enrolled),
    (MandateOrderUndone, tell_undone),
    (MandateOrderRefused, tell_refused),
)
