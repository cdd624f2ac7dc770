"""A company's card gateways: connect, test, see the address for notices, disconnect, compare the books.

The gateway is asked outside every transaction: a page reads, closes its transaction, asks, and opens another (G2).
"""

from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.payments.actions.connect_gateway import (
    WrongKeys,
    check_gateway,
    connect_gateway,
    disconnect_gateway,
)
from selvbetjening.domain.payments.ports import GatewayRefused, Mode, NotReached
from selvbetjening.domain.payments.queries.alarms import waiting
from selvbetjening.domain.payments.queries.differences import compare
from selvbetjening.domain.payments.queries.gateways import NAMES, of_company
from selvbetjening.domain.payments.queries.gateways import get as get_gateway
from selvbetjening.domain.payments.queries.through import touched
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.forms import GatewayForm
from selvbetjening.portals.business.selvbetjening.settings.gateway_words import (
    DIFFERENCES,
    MODES,
    PROBLEMS,
    WHAT,
    WRONG_KEYS,
)
from selvbetjening.portals.gate import calls_out, confirmed_by_mitid, requires

DAYS: Final = 30
_FOLDER: Final = "business/selvbetjening/settings"


@requires(SELVBETJENING_SETTINGS)
@require_safe
def gateways(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each connection with its state and its address for notices."""
    here = request.acting.here
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
    return page(request, f"{_FOLDER}/gateways.html", title=title, rows=rows, alarms=waiting(here))


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid("gateways")
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def gateway_connect(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The form that connects a gateway or gives it new keys; the connection is tested at once."""
    here = request.acting.here
    back = reverse("business:sb_gateways", args=[here])
    form = GatewayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _connected(request, here, form)
        if made is not None:
            _tested(request, here, made)
            return HttpResponseRedirect(back)
    with within(here):
        context = {"form": form, "back": back, "press": gettext("Connect and test")}
        title = gettext("Connect a gateway, or give it new keys")
        return page(request, f"{_FOLDER}/gateway_connect.html", title=title, **context)


@requires(SELVBETJENING_SETTINGS)
@calls_out
@require_POST
def gateway_test(request: CompanyRequest, organization: UUID, gateway_account: UUID) -> HttpResponse:
    """Ask the gateway whether it answers and knows the keys."""
    here = request.acting.here
    _tested(request, here, gateway_account)
    return HttpResponseRedirect(reverse("business:sb_gateways", args=[here]))


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid("gateways")
@require_http_methods(["GET", "HEAD", "POST"])
def gateway_off(request: CompanyRequest, organization: UUID, gateway_account: UUID) -> HttpResponse:
    """What disconnecting touches, and the press that does it."""
    acting = request.acting
    here = acting.here
    try:
        found = get_gateway(here, gateway_account=gateway_account)
    except ObjectDoesNotExist:
        raise Http404 from None
    back = reverse("business:sb_gateways", args=[here])
    if request.method == "POST":
        disconnect_gateway(here, gateway_account=found.id, actor=acting.actor, at=clock.now())
        return saved(request, back)
    title = gettext("Disconnect %(gateway)s") % {"gateway": NAMES[found.gateway]}
    context: dict[str, Any] = {"touched": touched(here, gateway_account=found.id), "back": back}
    return page(request, f"{_FOLDER}/gateway_off.html", title=title, **context)


@requires(SELVBETJENING_SETTINGS)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def gateway_compared(request: CompanyRequest, organization: UUID, gateway_account: UUID) -> HttpResponse:
    """The gateway's own list of the last thirty days, held against what is booked here; asked for with a press."""
    here, at = request.acting.here, clock.now()
    name = _name(here, gateway_account)
    problem, found = "", []
    if request.method == "POST":
        try:
            found = compare(here, gateway_account=gateway_account, since=at - timedelta(days=DAYS), at=at)
        except NotReached:
            problem = str(PROBLEMS["unreached"])
        except GatewayRefused as refused:
            problem = str(PROBLEMS.get(refused.failure.kind, PROBLEMS["gateway_error"]))
    context = {
        "rows": [(each, DIFFERENCES[each.kind], WHAT[each.what]) for each in found],
        "problem": problem,
        "asked": request.method == "POST",
        "days": DAYS,
        "back": reverse("business:sb_gateways", args=[here]),
    }
    with within(here):
        title = gettext("%(gateway)s compared with our books") % {"gateway": name}
        return page(request, f"{_FOLDER}/gateway_compared.html", title=title, **context)


def _name(here: OrganizationId, gateway_account: UUID) -> str:
    with within(here):
        try:
            return NAMES[get_gateway(here, gateway_account=gateway_account).gateway]
        except ObjectDoesNotExist:
            raise Http404 from None


def _connected(request: CompanyRequest, here: OrganizationId, form: GatewayForm) -> UUID | None:
    """The account that has the keys now; None where they are none, told at the field."""
    values = form.cleaned_data
    try:
        made = connect_gateway(
            here,
            gateway=values["gateway"],
            api_key=values["api_key"],
            notice_secret=values["notice_secret"],
            mode=cast(Mode, values["mode"]),
            label=values["label"],
            actor=request.acting.actor,
            at=clock.now(),
        )
    except WrongKeys as wrong:
        form.add_error(wrong.field, str(WRONG_KEYS[wrong.reason]))
        return None
    return UUID(str(made.id))


def _tested(request: CompanyRequest, here: OrganizationId, gateway_account: UUID) -> None:
    """Ask the gateway, and say what came of it."""
    name = _name(here, gateway_account)
    problem = check_gateway(here, gateway_account=gateway_account, at=clock.now())
    words = f"{name}: {PROBLEMS.get(problem, PROBLEMS['gateway_error'])}"
    (messages.error if problem else messages.success)(request, words)
