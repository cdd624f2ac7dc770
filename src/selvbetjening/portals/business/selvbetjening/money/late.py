"""Late payment of one company: tomorrow's reminders and why not, claims for collection, what was claimed."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.billing.actions.hand_over import hand_over
from selvbetjening.domain.billing.actions.waive_claims import waive_claims
from selvbetjening.domain.billing.queries.collecting import NotCollectable, collection_list
from selvbetjening.domain.billing.queries.reminding import Candidate, candidates, due_of, overdue
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.queries.late import claims_of, reminders_of
from selvbetjening.domain.payments.queries.disputes import inbox
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import invoice_of
from selvbetjening.portals.business.selvbetjening.money.late_words import (
    AGES,
    CLAIMS,
    COLLECTING,
    DISPUTE_STATES,
    FREED,
    MISSING,
    VERDICTS,
)
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def late_page(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Disputes that wait, who would be reminded tomorrow and why or why not, and the list for collection (XB-24)."""
    here = request.acting.here
    if request.method == "POST" and "invoice" in request.POST:
        return _hand_over(request, here)
    today = request.acting.today
    tomorrow = today + timedelta(days=1)
    found = candidates(here, invoices=overdue(here, today=tomorrow), today=tomorrow)
    found.sort(key=lambda each: (not each.verdict.sends, each.verdict.on or tomorrow, each.invoice.number))
    context = {
        "tomorrow": tomorrow,
        "disputes": [(each, DISPUTE_STATES[each.state], each.answer_by_on < today) for each in inbox(here)],
        "rows": [(each, VERDICTS[each.verdict.reason], _why(here, each)) for each in found],
        "claims": [
            (each, COLLECTING[each.reason], AGES[each.age]) for each in collection_list(here, today=today)
        ],
    }  # fmt: skip
    return page(request, "business/selvbetjening/money/late.html", title=gettext("Late payment"), **context)


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def claims_page(request: CompanyRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """What was claimed beside one invoice, its letters, and the press that waives what is left."""
    here = request.acting.here
    found = invoice_of(here, account, invoice)
    if request.method == "POST":
        waive_claims(here, invoice=found.id, actor=request.acting.actor, at=clock.now())
        return saved(request, request.path)
    claims = claims_of(here, invoice=found.id)
    context = {
        "invoice": found,
        "letters": reminders_of(here, invoice=found.id),
        "claims": [
            (
                CLAIMS[each.kind],
                each,
                Money(each.amount_minor, each.currency),
                Money(each.left_minor, each.currency),
            )
            for each in claims
        ],
        "left": any(each.left_minor for each in claims),
        "back": reverse("business:sb_account", args=[here, account]),
    }
    title = gettext("Fees and interest of invoice %(number)s") % {"number": found.number}
    return page(request, "business/selvbetjening/money/claims.html", title=title, **context)


def _hand_over(request: CompanyRequest, organization: OrganizationId) -> HttpResponse:
    here = reverse("business:sb_late", args=[organization])
    try:
        wanted = UUID(request.POST.get("invoice", ""))
        hand_over(organization, invoice=wanted, today=request.acting.today, actor=request.acting.actor, at=clock.now())
    except (ValueError, invoicing.Invoice.DoesNotExist):
        raise Http404 from None
    except NotCollectable as refused:
        messages.warning(request, str(COLLECTING[refused.reason]))
        return HttpResponseRedirect(here)
    return saved(request, here)


def _why(organization: OrganizationId, each: Candidate) -> list[str]:
    """What made the letter free, and what a demand lacks."""
    words = [f"{rule}: {FREED[rule]}" for rule in each.verdict.fee.reasons]
    if each.verdict.sends and each.verdict.is_demand:
        due = due_of(organization, invoice=each.invoice.id, today=each.verdict.on or each.invoice.due_on)
        words += [
            gettext("COL-1, not sent without %(what)s") % {"what": MISSING.get(part, part)} for part in due.missing
        ]
    return words
