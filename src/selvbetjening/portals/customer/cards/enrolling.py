"""How one signs up for Betalingsservice, and whether a visitor may (CD-06)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from betalingsservice.reasons import reason
from selvbetjening.domain.billing.queries.enrolling import Numbers, enrollable, mandate_numbers, numbers_to_enrol
from selvbetjening.domain.directdebit.queries.ordered import leaves, masked_account, open_orders, pending_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import start_of_day
from selvbetjening.portals.customer.requests import HouseRequest, VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


@dataclass(frozen=True, slots=True)
class SigningUp:
    """A mandate that is asked for here: the account it is for, covered, until when it can be taken back (None: it has
    gone out), from when it counts where that is known, and why it was refused, empty where it was not."""

    account: str = ""
    undo_until: datetime | None = None
    from_on: date | None = None
    refused: str = ""


def enrolment(request: HouseRequest) -> list[Numbers]:
    """The numbers, for who may (`enrol_betalingsservice`); empty where there are none to sign up with."""
    visitor = request.visitor
    if visitor is None or not visitor.may(permissions.ENROL_BETALINGSSERVICE):
        return []
    return numbers_to_enrol(request.organization_id, account=visitor.account, today=clock.today())


def signing_up(request: VisitorRequest) -> SigningUp | None:
    """What is under way of the visitor's account, or was refused; None for nothing. Two queries."""
    organization, account, at = request.organization_id, request.visitor.account.id, clock.now()
    pending = pending_of(organization, account=account)
    if pending is not None and pending.registers_on is not None:
        day = start_of_day(pending.registers_on)
        return SigningUp("", day if at < day else None, pending.registers_on)
    for order in open_orders(organization, account=account, today=clock.today()):
        if order.verb != "register" or order.state == "held":  # the company has not made up its mind
            continue
        if order.state == "refused":
            return SigningUp(refused=reason(order.code).into(language()))
        until = leaves(organization, order=order)
        return SigningUp(masked_account(organization, order=order), until if order.state == "waiting" else None)
    return None


def can_sign_up(request: HouseRequest) -> bool:
    """Whether the company lets its customers sign up here."""
    return bool(enrollable(request.organization_id, today=clock.today(), in_portal=True))


@requires(permissions.ENROL_BETALINGSSERVICE)
@require_safe
def enrol(request: VisitorRequest) -> HttpResponse:
    """The three numbers, what happens then, and until when one pays as before; or whom to ask."""
    mandate = mandate_numbers(request.organization_id, account=request.visitor.account, today=clock.today())
    numbers = enrolment(request)
    context = {
        "mandate": mandate,
        "enrol": numbers,
        "signing": None if mandate else signing_up(request),
        "can_sign_up": bool(numbers) and can_sign_up(request),
    }
    return render(request, "customer/cards/enrol.html", context)
