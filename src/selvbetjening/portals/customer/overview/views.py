"""The overview: the same few queries for one subscription and for a thousand."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing import queries as billing
from selvbetjening.domain.billing.queries.by_themselves import by_themselves
from selvbetjening.domain.billing.queries.charged_by_card import charged_by_card
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.owing import summed
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.invoices.charged import by_itself
from selvbetjening.portals.customer.paying.debited import through_bank
from selvbetjening.portals.customer.paying.offered import Offer
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.gate import logged_in

SHOWN = 10


@logged_in
@require_safe
def overview(request: VisitorRequest) -> HttpResponse:
    """What one pays next, when and why; what is open; what runs; what one should know."""
    organization, account = request.organization_id, request.visitor.account
    today = clock.today()
    found = billing.opening(organization, account=account.id, today=today, limit=SHOWN)
    party_type, own = account.party_type, found.own_prices
    rows = [shown(one, party_type=party_type, own=own, change_on=change_on) for one, change_on in found.rows]
    counts = found.counts
    may_see = request.visitor.may(permissions.VIEW_INVOICES)
    items = open_items(organization, account=account.id) if may_see else {}
    cards, debits = by_themselves(organization, account=account.id) if items else (False, False)
    charged = charged_by_card(organization, account=account.id, items=items.values(), today=today) if cards else {}
    by_card = by_itself(charged)
    through = through_bank(organization, invoices=items if debits else (), items=items, at=clock.now())
    # A button to pay with would make who is charged anyway think that she must; not so where the card failed.
    alone = by_card.left_alone | through.invoices
    by_hand = [item for item in items.values() if item.invoice not in alone]
    context = {
        "account": account,
        "next": found.next_charge,
        "open": summed(items=items.values(), today=today, charged=by_card.invoices | through.invoices)
        if may_see
        else None,
        "by_card": by_card,
        "through": through,
        "pay": Offer(request).href_of_all(by_hand) if by_hand else "",
        "counts": counts,
        "all": counts.running + counts.cancelled + counts.ended,
        "rows": rows,
        "changing": next((row for row in rows if row.change_on), None),
        "address_missing": not account.address_line,
    }
    return render(request, "customer/overview.html", context)
