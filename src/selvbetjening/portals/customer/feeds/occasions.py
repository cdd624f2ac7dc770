"""The days that stand in a customer's calendar: what is due, what renews or ends, which card expires (CM-09)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.queries.by_themselves import by_themselves
from selvbetjening.domain.billing.queries.charged_by_card import charged_by_card
from selvbetjening.domain.invoicing.queries.listing import Filter, documents_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.cards import active_cards
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel.formatting import format_money, language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.cards.entry import has_page
from selvbetjening.portals.customer.invoices.charged import by_itself
from selvbetjening.portals.customer.paying.debited import through_bank
from selvbetjening.portals.customer.visitor import Visitor
from selvbetjening.ui.components.values import language

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Occasion:
    """One whole day in Copenhagen. `key` is the same for the same matter as long as it stands in the calendar."""

    key: str
    on: date
    title: str
    path: str


def occasions(visitor: Visitor, *, today: date, at: datetime) -> list[Occasion]:
    """What this visitor would see on the pages, in the language that is on, by day."""
    here, account = visitor.organization, visitor.account.id
    found = list(_runs(here, account, today))
    if visitor.may(permissions.VIEW_INVOICES):
        found += _dues(here, account, today, at)
    if has_page(visitor):
        found += _cards(here, account)
    return sorted(found, key=lambda one: (one.on, one.key))


def _dues(here: OrganizationId, account: UUID, today: date, at: datetime) -> Iterator[Occasion]:
    items = open_items(here, account=account)
    cards, debits = by_themselves(here, account=account) if items else (False, False)
    charged = charged_by_card(here, account=account, items=items.values(), today=today) if cards else {}
    through = through_bank(here, invoices=items if debits else (), items=items, at=at)
    alone = by_itself(charged).invoices | through.invoices
    documents = documents_of(here, account=account, wanted=Filter(state="open"), today=today, limit=_MOST).rows
    for row in documents:
        item = items.get(row.id)
        if item is None or item.now.minor <= 0:
            continue
        amount = format_money(item.now, language_of(language()))
        words = (
            _("Invoice %(number)s: %(amount)s is collected by itself")
            if row.id in alone
            else _("Invoice %(number)s: pay %(amount)s")
        )
        title = words % {"number": row.number, "amount": amount}
        yield Occasion(f"due-{row.id}", item.due_on, title, reverse("customer:invoice", args=[row.id]))


def _runs(here: OrganizationId, account: UUID, today: date) -> Iterator[Occasion]:
    for row in subscriptions.of_account(here, account=account, limit=_MOST):
        path, name = reverse("customer:subscription", args=[row.id]), {"name": row.terms.plan.name(language())}
        days = {
            "renewal": (row.renews_on if row.state == "active" else None, _("%(name)s renews")),
            "resume": (row.paused_until, _("%(name)s starts again after the pause")),
            "end": (row.ends_on if row.state == "cancelled" else None, _("%(name)s ends")),
            "binding": (row.committed_until if row.state == "active" else None, _("%(name)s: the binding is over")),
            "trial": (row.trial_ends_on if row.state == "active" else None, _("%(name)s: the free days are over")),
        }
        for kind, (on, words) in days.items():
            if on is not None and on >= today:
                yield Occasion(f"{kind}-{row.id}", on, words % name, path)


def _cards(here: OrganizationId, account: UUID) -> Iterator[Occasion]:
    for card in active_cards(here, account=account):
        if card.exp_year and card.exp_month:
            last = date(card.exp_year, card.exp_month, monthrange(card.exp_year, card.exp_month)[1])
            title = _("The payment card ending in %(last4)s expires") % {"last4": card.last4}
            yield Occasion(f"card-{card.id}", last, title, reverse("customer:cards"))
