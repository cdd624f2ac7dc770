"""How one signs up for Betalingsservice, and whether a visitor may (CD-06)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing.queries.enrolling import Numbers, mandate_numbers, numbers_to_enrol
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.requests import HouseRequest, VisitorRequest
from selvbetjening.portals.gate import requires


def enrolment(request: HouseRequest) -> list[Numbers]:
    """The numbers, for who may (`enrol_betalingsservice`); empty where there are none to sign up with."""
    visitor = request.visitor
    if visitor is None or not visitor.may(permissions.ENROL_BETALINGSSERVICE):
        return []
    return numbers_to_enrol(request.organization_id, account=visitor.account, today=clock.today())


@requires(permissions.ENROL_BETALINGSSERVICE)
@require_safe
def enrol(request: VisitorRequest) -> HttpResponse:
    """The three numbers, what happens then, and until when one pays as before; or whom to ask."""
    mandate = mandate_numbers(request.organization_id, account=request.visitor.account, today=clock.today())
    return render(request, "customer/cards/enrol.html", {"mandate": mandate, "enrol": enrolment(request)})
