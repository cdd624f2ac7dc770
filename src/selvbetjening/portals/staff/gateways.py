"""A company's card gateways: connect, test, see the address for notices, disconnect, compare the books.

The gateway is asked outside every transaction: a page looks, closes its look, asks, and looks again.
"""

from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.payments.actions.connect_gateway import (
    WrongKeys,
    check_gateway,
    connect_gateway,
    disconnect_gateway,
)
from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.ports import GatewayRefused, Mode, NotReached
from selvbetjening.domain.payments.queries.alarms import open_alarms
from selvbetjening.domain.payments.queries.differences import compare
from selvbetjening.domain.payments.queries.gateways import NAMES, of_company
from selvbetjening.domain.payments.queries.gateways import get as get_gateway
from selvbetjening.domain.payments.queries.through import touched
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.card_forms import GatewayForm
from selvbetjening.portals.staff.card_words import DIFFERENCES, MODES, PROBLEMS, WHAT, WRONG_KEYS
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved

DAYS: Final = 30


def gateways(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Each connection with its state and its address for notices; the form that connects one."""
    here = OrganizationId(organization)
    form = GatewayForm(request.POST if request.method == "POST" and "api_key" in request.POST else None)
    if request.method == "POST":
        made = _connected(request, here, form) if form.is_bound else None
        if made is not None:
            _tested(request, here, made.id)
            return HttpResponseRedirect(request.path)
        if not form.is_bound:
            _tested(request, here, _id(request, "test"))
            return HttpResponseRedirect(request.path)
    with look(request, organization, at_what="card gateways") as company:
        rows = [
            (
                each,
                NAMES[each.gateway],
                MODES[each.mode],
                PROBLEMS.get(each.problem, PROBLEMS["gateway_error"]),
                notices_address(here, gateway=each.gateway, gateway_account=each.id),
            )
            for each in of_company(here)
        ]
        title = gettext("Card gateways")
        alarms = len(open_alarms(here))
        return page(
            request, "staff/gateways.html", title=title, organization=company, rows=rows, form=form, alarms=alarms
        )


def gateway_off(request: HttpRequest, organization: UUID, gateway_account: UUID) -> HttpResponse:
    """What disconnecting touches, and the press that does it."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="card gateways") as company:
        try:
            found = get_gateway(here, gateway_account=gateway_account)
        except GatewayAccount.DoesNotExist:
            raise Http404 from None
        back = reverse("admin:gateways", args=[organization])
        if request.method == "POST":
            disconnect_gateway(here, gateway_account=found.id, actor=actor_of(request), at=clock.now())
            return saved(request, back)
        context: dict[str, Any] = {
            "organization": company,
            "account": found,
            "touched": touched(here, gateway_account=found.id),
            "back": back,
        }
        title = gettext("Disconnect %(gateway)s") % {"gateway": NAMES[found.gateway]}
        return page(request, "staff/gateway_off.html", title=title, **context)


def gateway_compared(request: HttpRequest, organization: UUID, gateway_account: UUID) -> HttpResponse:
    """The gateway's own list of the last thirty days, held against what is booked here."""
    here, at = OrganizationId(organization), clock.now()
    with look(request, organization, at_what="card gateways"):
        try:
            name = NAMES[get_gateway(here, gateway_account=gateway_account).gateway]
        except GatewayAccount.DoesNotExist:
            raise Http404 from None
    problem, found = "", []
    try:
        found = compare(here, gateway_account=gateway_account, since=at - timedelta(days=DAYS), at=at)
    except NotReached:
        problem = str(PROBLEMS["unreached"])
    except GatewayRefused as refused:
        problem = str(PROBLEMS.get(refused.failure.kind, PROBLEMS["gateway_error"]))
    with look(request, organization, at_what="card gateways") as company:
        context = {
            "organization": company,
            "rows": [(each, DIFFERENCES[each.kind], WHAT[each.what]) for each in found],
            "problem": problem,
            "days": DAYS,
            "back": reverse("admin:gateways", args=[organization]),
        }
        title = gettext("%(gateway)s compared with our books") % {"gateway": name}
        return page(request, "staff/gateway_compared.html", title=title, **context)


def _connected(request: HttpRequest, here: OrganizationId, form: GatewayForm) -> GatewayAccount | None:
    if not form.is_valid():
        return None
    values = form.cleaned_data
    with look(request, here, at_what="card gateways"):
        try:
            return connect_gateway(
                here,
                gateway=values["gateway"],
                api_key=values["api_key"],
                notice_secret=values["notice_secret"],
                mode=cast(Mode, values["mode"]),
                label=values["label"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except WrongKeys as wrong:
            form.add_error(wrong.field, str(WRONG_KEYS[wrong.reason]))
    return None


def _tested(request: HttpRequest, here: OrganizationId, gateway_account: UUID) -> None:
    """Ask the gateway, and say what came of it."""
    with look(request, here, at_what="card gateways"):
        try:
            name = NAMES[get_gateway(here, gateway_account=gateway_account).gateway]
        except GatewayAccount.DoesNotExist:
            raise Http404 from None
    problem = check_gateway(here, gateway_account=gateway_account, at=clock.now())
    words = f"{name}: {PROBLEMS.get(problem, PROBLEMS['gateway_error'])}"
    (messages.error if problem else messages.success)(request, words)


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
