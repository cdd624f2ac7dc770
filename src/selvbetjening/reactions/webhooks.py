"""Webhooks: what has happened is kept for a company's own machines, and its managers hear when that fails."""

from collections.abc import Collection, Iterable
from typing import Final

import structlog
from django.db import transaction

from selvbetjening.domain.access.queries.notice_webhook_words import WEBHOOKS
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.history.subscribers import Recorded, capture
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.rights.events import PersonErased
from selvbetjening.domain.webhooks import events
from selvbetjening.domain.webhooks.actions.announce import News, announce, wanted
from selvbetjening.domain.webhooks.actions.forget_account import forget_account
from selvbetjening.kernel.facts import FACTS
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.access_post import all_managers, told
from selvbetjening.reactions.post import id_in
from selvbetjening.reactions.webhook_facts import applies, tellings_of
from selvbetjening.reactions.webhook_pictures import Pictures, thing_of

log = structlog.get_logger("selvbetjening.webhooks")
_PAGE: Final = "selvbetjening/webhooks/"
_AT_ONCE: Final = 500


def keep(organization: OrganizationId, names: Collection[str], facts: Iterable[Recorded]) -> None:
    """At the end of the transaction in which it happens: a picture of each thing, for each endpoint that wants it.

    A picture that cannot be drawn must not undo what has happened: it is left out, and the log says so. Who is erased
    is taken out of earlier pictures first, in the same transaction (GDP-4).
    """
    if PersonErased.name in names:
        facts = list(facts)
        _forget(organization, facts)
    every = {each.event for name in names for each in tellings_of(name=name, has_account=True)}
    heard = wanted(organization, events=sorted(every))
    if not heard:
        return
    told_of = [
        (event, telling)
        for event in facts
        for telling in tellings_of(name=event.name, has_account=event.account is not None)
        if telling.event in heard and applies(telling=telling, actor_kind=event.actor_kind, data=event.data)
    ]
    for start in range(0, len(told_of), _AT_ONCE):
        piece = told_of[start : start + _AT_ONCE]
        try:
            with transaction.atomic():
                pictures = Pictures(organization, piece)
                news = [
                    News(
                        event_id=event.id, event=telling.event, at=event.at, account=event.account, data=data,
                        about=f"{telling.kind}:{thing_of(event=event, telling=telling) or event.id}",
                    )
                    for event, telling in piece
                    if (data := pictures.data(event=event, telling=telling))
                ]  # fmt: skip
                announce(organization, news=news)
        except Exception as error:
            log.error("webhook picture failed", organization=str(organization), exc_info=error)


def _forget(organization: OrganizationId, facts: Iterable[Recorded]) -> None:
    """Of one person all that was told already; of a whole account what still waits, too."""
    for event in facts:
        if event.name == PersonErased.name and event.account is not None:
            everybody = event.data["recipient"] is None
            forget_account(organization, account=event.account, waiting=everybody, at=event.at)


def tell_managers(event: Recorded) -> None:
    """It fails, or is off: every Access Manager hears it, by mail and in the portal (SEC-74, SEC-28)."""
    reason = event.data.get("reason", "given_up")
    if reason == "person":
        return
    path = f"{_PAGE}{id_in(event, 'endpoint')}/"
    notice = NewNotice("managers", f"webhooks:{reason}", path, source=id_in(event, "endpoint"))
    for manager in all_managers(event.organization):
        told(
            event, manager, notice, mails.managers_told, key=f"{event.id}:h:{manager.id}", what=WEBHOOKS[reason],
            changed_at=event.at,
        )  # fmt: skip


def register_captures() -> None:
    """Let the book show every fact as it happens. Called once, when every app is ready."""
    for fact in list(FACTS.values()):
        capture(fact, keep)


SUBSCRIPTIONS = (
    (events.WebhookGivenUp, tell_managers),
    (events.WebhookSwitchedOff, tell_managers),
)
