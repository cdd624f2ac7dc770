"""A subscription as the pages show it: words and amounts, ready to draw."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selvbetjening.domain.subscriptions.rules import phase
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.prices import Price, how_often, price_of, units
from selvbetjening.ui.components.values import badge, day, language, money

if TYPE_CHECKING:
    from selvbetjening.domain.contracts.queries import ByTerms
    from selvbetjening.domain.subscriptions.queries import Subscription

BADGES = {
    "coming": "coming", "trial": "trial", "active": "active", "cancelled": "ending", "ended": "ended",
    "paused": "paused",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One subscription. `last_day` is the last Copenhagen day of a cancelled or ended one, `free_until` of a trial.

    `is_own`: its price was agreed for it alone, and is not that of its plan.
    """

    id: UUID
    name: str
    terms: str
    units: str
    price: Price
    state: str
    badge: str
    renews_on: date
    last_day: date | None
    change_on: date | None
    free_until: date | None = None
    is_own: bool = False

    # The cells of a list, drawn here: on a page with many rows a template tag for each costs more than the query.

    @property
    def note(self) -> str:
        """How often, and how many."""
        return f"{self.terms} · {self.units}" if self.units else self.terms

    @property
    def state_cell(self) -> SafeString:
        """The state as a badge."""
        return badge(self.badge)

    @property
    def next_cell(self) -> SafeString:
        """When it renews, and whether it changes then; or its last day."""
        if self.last_day:
            return format_html('<span class="sb-muted">{}</span> {}', _("last day"), day(self.last_day))
        if self.change_on and self.change_on != self.renews_on:
            words = _("changes on %(day)s") % {"day": format_day(self.change_on, language())}
            return format_html('{}<br><span class="sb-muted">{}</span>', day(self.renews_on), words)
        if self.change_on:
            return format_html('{}<br><span class="sb-muted">{}</span>', day(self.renews_on), _("changes then"))
        return day(self.renews_on)

    @property
    def price_cell(self) -> SafeString:
        """The price as this kind of customer is shown it (INV-12)."""
        price = self.price
        words = f'{escape(price.per)}<br><span class="sb-muted">{escape(price.vat_words)}</span>'
        return SafeString(f"{money(price.shown)} {words}")


def shown(subscription: "Subscription", *, party_type: str, own: "ByTerms", change_on: date | None = None) -> Shown:
    """Make it from a row that was read with its terms and plan (`subscriptions.queries`)."""
    terms, speech = subscription.terms, language()
    free_until = _free_until(subscription)
    stands = phase(
        state=subscription.state,
        started_on=subscription.started_on,
        trial_ends_on=subscription.trial_ends_on,
        today=clock.today(),
    )
    return Shown(
        id=subscription.id,
        name=terms.plan.name(speech),
        terms=how_often(terms.interval),
        units=units(terms, quantity=subscription.quantity, language=speech),
        price=price_of(
            terms,
            quantity=subscription.quantity,
            party_type=party_type,
            own=own,
            own_price=subscription.own_price,
        ),
        state=subscription.state,
        badge=BADGES[stands],
        free_until=free_until,
        is_own=subscription.own_price is not None,
        renews_on=subscription.renews_on,
        last_day=_last_day(subscription),
        change_on=change_on or getattr(subscription, "change_on", None),
    )


def _last_day(subscription: "Subscription") -> date | None:
    """The last day that it runs or ran; of one that ended on its first, that day."""
    if subscription.ends_on is None:
        return None
    last = subscription.ends_on - timedelta(days=1)
    return max(last, min(subscription.started_on, subscription.ends_on)) if subscription.state == "ended" else last


def _free_until(subscription: "Subscription") -> date | None:
    """The last day of a trial that runs, or is to come."""
    ends_on = subscription.trial_ends_on
    return ends_on - timedelta(days=1) if ends_on and clock.today() < ends_on else None
