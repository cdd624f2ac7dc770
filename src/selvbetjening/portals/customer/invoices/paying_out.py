"""Have the balance paid back (XB-22, CAN-4). GET shows what happens, POST does it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.actions.pay_out import WITHIN, pay_out
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.PAY_OUT_BALANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def paying_out(request: VisitorRequest) -> HttpResponse:
    """The whole balance; what the company still has open is paid with it first."""
    organization, account = request.organization_id, request.visitor.account.id
    back = HttpResponseRedirect(reverse("customer:balance"))
    if request.method == "POST":
        if pay_out(organization, account=account, reason="asked", actor=request.visitor.actor, at=clock.now()):
            messages.success(request, _("The money is on its way back to you. We have sent a mail about it."))
        else:
            messages.info(request, _("There is nothing to pay out."))
        return back
    amounts = payments.balance(organization, account=account)
    if not amounts:
        return back
    context = {"amounts": amounts, "due_on": clock.today() + WITHIN}
    return render(request, "customer/invoices/pay_out.html", context)
