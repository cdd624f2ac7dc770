"""The words with which a card is saved while paying: its three effects, and which subscriptions switch (PY-09, SB-32).

The words are kept with the attempt and with the card. Whoever changes them gives them a new `VERSION`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.billing.queries.debited import live_of_account
from selvbetjening.domain.billing.queries.new_card import NewCard, new_card
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.paying.taken import open_words
from selvbetjening.ui.components.values import language

VERSION: Final = "2026-11-24"
CARD: Final = "payment_card"
#: Ways whose collections are given away days before, and run to their end (PY-11).
ELSEWHERE: Final = {"betalingsservice": "Betalingsservice", "direct_debit": "Leverandørservice"}
_NAMED: Final = 40


@dataclass(frozen=True, slots=True)
class Consent:
    """What the payer agrees to. `switching` are the subscriptions, id and name; `points` the sentences
    shown; `takes` what becomes of the open invoices, said in them too."""

    points: tuple[str, ...]
    switching: tuple[tuple[UUID, str], ...]
    takes: NewCard

    @property
    def text(self) -> str:
        """As it is kept."""
        return "\n".join(self.points)

    @property
    def digest(self) -> str:
        """Changes with the words: what is posted was agreed to as it was shown."""
        return hashlib.sha256(f"{VERSION}\n{self.text}".encode()).hexdigest()[:20]

    def only(self, chosen: Sequence[UUID]) -> "Consent":
        """With what the payer chose out of it (PY-12); the same for nothing chosen."""
        names = [name for id_, name in self.switching if id_ in chosen]
        if not names:
            return self
        words = _("I chose that only these switch to the card: %(names)s.") % {"names": ", ".join(names)}
        return replace(self, points=(*self.points, words))


def consent_for(
    organization: OrganizationId, *, company: str, account: accounts.Account, choose_scope: bool, paying: Sequence[UUID]
) -> Consent:
    """The words for this account now, in the page's language. `paying` are the invoices that are being paid."""
    mine = [each for each in subscriptions.of_account(organization, account=account.id) if each.state != "ended"]
    switching = [
        (each.id, each.terms.plan.name(language())) for each in mine if each.collection_method != CARD
    ]  # fmt: skip
    takes = new_card(organization, account=account.id, today=clock.today(), without=paying)
    away = account.collection_method in ELSEWHERE
    points = [
        _("The card is saved with the payment company, and %(company)s may charge it when you owe something.")
        % {"company": company},
        _("Your account is paid by card: each invoice issued from now on is charged to the card on its due day."),
        _switch_words([name for _id, name in switching], any_at_all=bool(mine)),
        # What the bank collects is not to be paid by hand: its own sentence names it.
        *open_words(takes=replace(takes, by_hand=()) if away else takes, paying=bool(paying)),
        *_running_words(organization, account, paying),
    ]
    if choose_scope and len(switching) > 1:
        points.append(
            _("If you choose only some of the subscriptions below, the account and the others are paid as before.")
        )
    return Consent(tuple(points), tuple(switching), takes)


def _switch_words(names: Sequence[str], *, any_at_all: bool) -> str:
    if not names:
        if any_at_all:
            # Said so because there may be no card just now that pays them.
            return _("Your subscriptions are to be paid by card, and stay so.")
        return _("You have no subscription now. One that you start later is paid by the card.")
    listed = ", ".join(names[:_NAMED])
    if more := len(names) - _NAMED:
        listed += ngettext(" and one more", " and %(count)s more", more) % {"count": more} if more > 0 else ""
    words = ngettext(
        "This subscription switches to the card: %(names)s.",
        "These subscriptions switch to the card: %(names)s.",
        len(names),
    )
    return words % {"names": listed}


def _running_words(organization: OrganizationId, account: accounts.Account, paying: Sequence[UUID]) -> list[str]:
    """PY-11: what was handed to the bank already, with its day, runs to its end."""
    name = ELSEWHERE.get(account.collection_method)
    if not name:
        return []
    days = _days_elsewhere(organization, account, paying)
    if not days:
        return [_("What is sent to %(way)s already is collected there as announced.") % {"way": name}]
    shown = ", ".join(format_day(day, language()) for day in days[:12])
    words = _("What is sent to %(way)s already is collected there as announced: %(days)s.")
    return [words % {"way": name, "days": shown}]


def _days_elsewhere(organization: OrganizationId, account: accounts.Account, paying: Sequence[UUID]) -> list[date]:
    """Those that Betalingsservice was asked for; where it is not asked from here, the days that the invoices say."""
    asked = live_of_account(organization, account=account.id)
    if asked:
        return sorted(row.pays_on for row in asked if row.pays_on and row.invoice_id not in paying)
    return sorted(
        item.due_on
        for item in open_items(organization, account=account.id).values()
        if item.invoice not in paying and item.now.minor > 0
    )
