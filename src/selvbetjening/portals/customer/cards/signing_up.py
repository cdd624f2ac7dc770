"""Sign up for Betalingsservice here, where the company allows it: what it comes to first, then the yes (CD-06, 16)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.billing.actions.enrol_account import NotEnrolled, enrol_account
from selvbetjening.domain.billing.actions.unenrol_account import undo_enrolment
from selvbetjening.domain.billing.queries.enrolling import cannot_enrol, enrollable
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement
from selvbetjening.domain.directdebit.queries.ordered import counts_from
from selvbetjening.domain.directdebit.rules.mandates import digits
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.kept_forms import kept, opened
from selvbetjening.portals.agreement_words import NOT_ENROLLED, WRONG_DETAILS
from selvbetjening.portals.customer.cards.enrol_forms import DETAILS, SignUpForm
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.ENROL_BETALINGSSERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: VisitorRequest) -> HttpResponse:
    """GET asks for the account; the first press shows what it comes to, the second one asks for the mandate."""
    open_to = enrollable(request.organization_id, today=clock.today(), in_portal=True)
    if not open_to:
        raise Http404
    agreement = open_to[0]
    if reason := cannot_enrol(request.organization_id, account=request.visitor.account, at=clock.now()):
        messages.info(request, str(NOT_ENROLLED[reason]))
        return HttpResponseRedirect(reverse("customer:enrol"))
    with_details = agreement.role == "external"
    if "seen" in request.POST:
        return _done(request, agreement, with_details)
    form = SignUpForm(request.POST if request.method == "POST" else None, with_details=with_details)
    if request.method == "POST" and form.is_valid():
        return _shown(request, agreement, form)
    return _asked(request, agreement, form)


@requires(permissions.ENROL_BETALINGSSERVICE)
@require_POST
def undo_sign_up(request: VisitorRequest) -> HttpResponse:
    """Take it back, as long as nothing has gone out."""
    visitor = request.visitor
    if undo_enrolment(request.organization_id, account=visitor.account.id, actor=visitor.actor, at=clock.now()):
        messages.success(request, _("Your sign-up is taken back. You pay as before."))
    else:
        messages.error(request, _("It has gone out already. You can end the agreement in your bank."))
    return HttpResponseRedirect(reverse("customer:enrol"))


def _asked(request: VisitorRequest, agreement: CreditorAgreement, form: SignUpForm) -> HttpResponse:
    return render(request, "customer/cards/sign_up.html", {"form": form, "agreement": agreement})


def _shown(request: VisitorRequest, agreement: CreditorAgreement, form: SignUpForm) -> HttpResponse:
    at = clock.now()
    given = {name: digits(text=form.cleaned_data[name]) for name in DETAILS if name in form.cleaned_data}
    context: dict[str, Any] = {
        "agreement": agreement,
        "covered": f"{given['branch']} ••••••{given['account'][-4:]}" if given else "",
        "counts": counts_from(request.organization_id, agreement=agreement, at=at),
        "seen": kept(given, purpose=_purpose(request, agreement.id), at=at),
    }
    return render(request, "customer/cards/sign_up_shown.html", context)


def _done(request: VisitorRequest, agreement: CreditorAgreement, with_details: bool) -> HttpResponse:
    at, visitor = clock.now(), request.visitor
    given = opened(request.POST["seen"], purpose=_purpose(request, agreement.id), at=at)
    if given is None:
        messages.info(request, _("You looked for more than half an hour. Write the numbers once more."))
        return HttpResponseRedirect(reverse("customer:sign_up"))
    try:
        enrol_account(
            request.organization_id, account=visitor.account.id, agreement=agreement.id,
            details=BankDetails(**given) if with_details else None, agreed_at=at, consent="portal",
            actor=visitor.actor, at=at,
        )  # fmt: skip
    except NotEnrolled as refused:
        if refused.reason != "details":
            messages.info(request, str(NOT_ENROLLED[refused.reason]))
            return HttpResponseRedirect(reverse("customer:enrol"))
        form = SignUpForm({**given, "agrees": "on"}, with_details=with_details)
        for name in refused.fields:
            form.add_error(name, str(WRONG_DETAILS[name]))
        return _asked(request, agreement, form)
    messages.success(request, _("You are being signed up. We have sent you a mail about it."))
    return HttpResponseRedirect(reverse("customer:enrol"))


def _purpose(request: VisitorRequest, agreement: UUID) -> str:
    return f"{request.organization_id}:mandate:{request.visitor.account.id}:{agreement}"
