"""Ask for a customer's mandate with her consent, take that back, end one; and what became of it (9.1, 16, 17.1: 16)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from betalingsservice.reasons import reason
from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.accounts.queries import Account
from selvbetjening.domain.billing.actions.enrol_account import NotEnrolled, enrol_account
from selvbetjening.domain.billing.actions.unenrol_account import end_for_account, undo_enrolment
from selvbetjening.domain.billing.queries.enrolling import cannot_enrol, enrollable
from selvbetjening.domain.billing.queries.mandate_links import links_of
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement
from selvbetjening.domain.directdebit.queries.ordered import (
    MandateOrder,
    counts_from,
    is_held,
    leaves,
    masked_account,
    open_orders,
)
from selvbetjening.domain.directdebit.rules.mandates import digits
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.kept_forms import kept, opened
from selvbetjening.portals.agreement_words import NOT_ENROLLED, WRONG_DETAILS
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.business.selvbetjening.money.debit_words import ORDERS
from selvbetjening.portals.business.selvbetjening.money.mandate_forms import CONSENTS, DETAILS, MandateForm
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

_FOLDER = "business/selvbetjening/money"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as a page lists it: the account it is for, covered; `state` in words, with what to do."""

    order: MandateOrder
    covered: str
    agreed_on: date | None
    consent: str
    state: str
    why: str
    can_undo: bool


def order_rows(organization: OrganizationId, *, account: UUID | None = None, today: date) -> list[OrderRow]:
    """What is under way, and what was refused and not put right; one query and what is sealed."""
    return [_row(organization, each) for each in open_orders(organization, account=account, today=today)]


def _row(organization: OrganizationId, order: MandateOrder) -> OrderRow:
    until = leaves(organization, order=order) if order.state == "waiting" else None
    why = reason(order.code).into(language()) if order.state == "refused" else ""
    consent = str(CONSENTS.get(order.consent, gettext("On her own page here"))) if order.consent else ""
    covered, state = masked_account(organization, order=order), str(ORDERS[order.verb, order.state])
    agreed_on = copenhagen_day(order.agreed_at) if order.agreed_at else None
    return OrderRow(order, covered, agreed_on, consent, state, why, bool(until) or order.state == "held")


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_order(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """GET asks for the customer's numbers and her consent; the first press shows what it comes to, the second asks."""
    here, at = request.acting.here, clock.now()
    found = account_of(here, account)
    back = reverse("business:sb_account", args=[here, account])
    open_to = enrollable(here, today=request.acting.today)
    refused = cannot_enrol(here, account=found, at=at) or ("" if open_to else "agreement")
    if refused:
        messages.error(request, str(NOT_ENROLLED[refused]))
        return HttpResponseRedirect(back)
    if "seen" in request.POST:
        return _done(request, found, open_to, back)
    form = _form(request, open_to, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _shown(request, found, open_to, form, back)
    return _asked(request, found, form, back)


@requires(SELVBETJENING_MONEY)
@require_POST
def mandate_undo(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """Take an order back that has not gone out."""
    acting = request.acting
    found = account_of(acting.here, account)
    back = reverse("business:sb_account", args=[acting.here, account])
    if undo_enrolment(acting.here, account=found.id, actor=acting.actor, at=clock.now()):
        return saved(request, back, gettext("It is taken back. The customer pays as before."))
    messages.error(request, gettext("It has gone out already. End the mandate when Betalingsservice has answered."))
    return HttpResponseRedirect(back)


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_end(request: CompanyRequest, organization: UUID, account: UUID, mandate: UUID) -> HttpResponse:
    """What ending a mandate comes to, and the press that does it."""
    acting = request.acting
    found = account_of(acting.here, account)
    back = reverse("business:sb_account", args=[acting.here, account])
    links = links_of(acting.here, account=found.id)
    link = next((each for each in links if each.mandate_id == mandate and each.ended_at is None), None)
    if link is None:
        raise Http404
    if request.method == "POST":
        try:
            ended = end_for_account(acting.here, account=found.id, mandate=mandate, actor=acting.actor, at=clock.now())
        except ObjectDoesNotExist:
            raise Http404 from None
        if ended and is_held(acting.here, account=found.id):
            return saved(request, back, gettext("It waits until a second person has approved it."))
        if ended:
            return saved(request, back, gettext("The mandate is being ended."))
        messages.info(request, gettext("This mandate is being ended already."))
        return HttpResponseRedirect(back)
    title = gettext("End the mandate of %(account)s") % {"account": found}
    return page(request, f"{_FOLDER}/mandate_end.html", title=title, link=link, back=back)


def _form(request: CompanyRequest, open_to: list[CreditorAgreement], data: Any) -> MandateForm:
    choices = [(str(each.id), f"{each.pbs_number}, {each.debtor_group} {each.name}".strip()) for each in open_to]
    with_details = any(each.role == "external" for each in open_to)
    today = request.acting.today
    return MandateForm(data, choices=choices, with_details=with_details, today=today, initial={"agreed_on": today})


def _asked(request: CompanyRequest, account: Account, form: MandateForm, back: str) -> HttpResponse:
    title = gettext("Sign %(account)s up for Betalingsservice") % {"account": account}
    return page(
        request, f"{_FOLDER}/mandate_order.html", title=title, form=form, back=back,
        press=gettext("See what it comes to"), with_details="identity" in form.fields,
    )  # fmt: skip


def _shown(
    request: CompanyRequest, account: Account, open_to: list[CreditorAgreement], form: MandateForm, back: str
) -> HttpResponse:
    at, given = clock.now(), form.cleaned_data
    agreement = next(each for each in open_to if str(each.id) == given["agreement"])
    values = {name: digits(text=given[name]) for name in DETAILS if name in given}
    values |= {"agreement": given["agreement"], "consent": given["consent"], "agreed_on": str(given["agreed_on"])}
    context = {
        "account": account,
        "agreement": agreement,
        "covered": f"{values['branch']} ••••••{values['account'][-4:]}" if "account" in values else "",
        "consent": CONSENTS[given["consent"]],
        "agreed_on": given["agreed_on"],
        "counts": counts_from(request.acting.here, agreement=agreement, at=at),
        "seen": kept(values, purpose=_purpose(request, account), at=at),
        "back": back,
    }
    title = gettext("Sign %(account)s up for Betalingsservice") % {"account": account}
    return page(request, f"{_FOLDER}/mandate_shown.html", title=title, **context)


def _done(request: CompanyRequest, account: Account, open_to: list[CreditorAgreement], back: str) -> HttpResponse:
    acting, at = request.acting, clock.now()
    given = opened(request.POST["seen"], purpose=_purpose(request, account), at=at)
    if given is None:
        messages.info(request, gettext("You looked for more than half an hour. Write the numbers once more."))
        return HttpResponseRedirect(request.path)
    details = BankDetails(**{name: given[name] for name in DETAILS}) if "identity" in given else None
    try:
        enrol_account(
            acting.here, account=account.id, agreement=UUID(given["agreement"]), details=details,
            agreed_at=start_of_day(date.fromisoformat(given["agreed_on"])),
            consent=given["consent"],  # type: ignore[arg-type]  # sealed by `_shown`, one of CONSENTS
            actor=acting.actor, at=at,
        )  # fmt: skip
    except NotEnrolled as refused:
        if refused.reason != "details":
            messages.error(request, str(NOT_ENROLLED[refused.reason]))
            return HttpResponseRedirect(back)
        form = _form(request, open_to, given)
        for name in refused.fields:
            form.add_error(name, str(WRONG_DETAILS[name]))
        return _asked(request, account, form, back)
    if is_held(acting.here, account=account.id):
        return saved(
            request, back, gettext("It waits until a second person has approved it. The customer hears nothing yet.")
        )
    return saved(request, back, gettext("The mandate is asked for. The customer gets a mail about it."))


def _purpose(request: CompanyRequest, account: Account) -> str:
    return f"{request.acting.here}:mandate_of:{account.id}:{request.acting.actor.id}"
