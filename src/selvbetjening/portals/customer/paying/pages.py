"""The pages around paying: what is to be paid, that nothing is, and whom to ask where it cannot be done here."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.queries.ways import CardWay
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.paying.debited import Through, through_bank
from selvbetjening.portals.customer.paying.forms import PayForm
from selvbetjening.portals.customer.paying.place import Place
from selvbetjening.portals.customer.paying.till import Till
from selvbetjening.portals.customer.paying.why import told_of
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.leading import leads_to


def pay_page(
    request: HouseRequest,
    *,
    place: Place,
    till: Till,
    ways: Sequence[CardWay],
    form: PayForm,
    changed: bool = False,
    trouble: str = "",
    through: Through | None = None,
) -> HttpResponse:
    """What is to be paid and how. `changed`: it is another amount now; `trouble`: why it did not begin.

    `through` is what Betalingsservice was asked for, and gives up when the card pays.
    """
    context = {
        "place": place,
        "till": till,
        "form": form,
        "consent": form.consent,
        "names": [way.name for way in ways],
        "changed": changed,
        "trouble": trouble,
        "through": through,
        "failed": told_of(till, shows_card=not place.token),
        "pdf": bool(place.token) and bool(request.organization.choice("payment_link_pdf")),
    }
    response = draw(request, "customer/paying/pay.html", context)
    leads_to(response, gateways={way.gateway for way in ways})
    return response


def contact_page(request: HouseRequest, *, reason: str) -> HttpResponse:
    """ "Kontakt <virksomhed>" with its contact data, never an error (PY-08).

    `reason`: `closed` (portal or permission), `gateway` (no way to pay this here), `fault` (the gateway says no to us).
    """
    return draw(request, "customer/paying/contact.html", {"reason": reason})


def through_of(till: Till) -> Through:
    """What of these Betalingsservice collects."""
    items = open_items(till.organization, account=till.account.id)
    invoices = [bill.invoice for bill in till.bills]
    return through_bank(till.organization, invoices=invoices, items=items, at=clock.now())


def debited_page(request: HouseRequest, *, place: Place, till: Till, through: Through) -> HttpResponse:
    """Betalingsservice takes it, and that cannot be changed any more: it is not paid here as well (PY-08, PY-11)."""
    asked = (*through.silent, *through.shown)
    rows = [(bill.number, row) for row in asked for bill in till.bills if bill.invoice == row.invoice]
    closed = [(number, row) for number, row in rows if not row.is_open]
    return draw(request, "customer/paying/debited.html", {"place": place, "till": till, "closed": closed})


def nothing_page(request: HouseRequest, *, place: Place, till: Till) -> HttpResponse:
    """Paid, credited or disputed: what became of the invoice (PY-08)."""
    bill, organization = till.first, till.organization
    notes = invoicing.credit_notes_on(organization, invoice=bill.invoice)
    visitor = request.visitor
    reads = visitor is not None and visitor.account.id == till.account.id and visitor.may(permissions.VIEW_INVOICES)
    context = {
        "place": place,
        "bill": bill,
        "payments": payments.of_invoice(organization, invoice=bill.invoice),
        "notes": notes if reads else [],
        "reads": bool(reads),
    }
    return draw(request, "customer/paying/nothing.html", context)


def draw(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Draw it; by a mail's link no search engine keeps it, and its address goes to nobody (SEC-133)."""
    response = render(request, template, context)
    match = request.resolver_match
    if match and str(match.url_name).startswith("pay_link"):
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
