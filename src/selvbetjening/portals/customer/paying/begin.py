"""Begin to pay: show what it is, write the attempt down, and lead to the gateway's page (PY-03, PY-04, G2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.billing.actions.release_for_card import release_for_card
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, Wish, make_attempt
from selvbetjening.domain.payments.actions.redirect_payer import redirect_payer
from selvbetjening.domain.payments.ports import GatewayRefused, NotReached, Returns
from selvbetjening.domain.payments.queries import attempts
from selvbetjening.domain.payments.queries.attempts import Attempt
from selvbetjening.domain.payments.queries.ways import CardWay, ways_to_pay_by_card
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.paying.consent import VERSION, consent_for
from selvbetjening.portals.customer.paying.forms import PayForm
from selvbetjening.portals.customer.paying.inside import browser_of, inside
from selvbetjening.portals.customer.paying.pages import contact_page, debited_page, nothing_page, pay_page, through_of
from selvbetjening.portals.customer.paying.place import BACK, LEFT, Place
from selvbetjening.portals.customer.paying.till import Till
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.ui.components.values import language

#: What no payer can mend by trying again: keys or orders of ours that the gateway does not take.
_OURS: Final = ("config_error", "bad_request")


@dataclass(frozen=True, slots=True)
class Going:
    """An attempt that was written down, with everything that its page at the gateway needs to be told."""

    attempt: UUID
    email: str
    text: str
    returns: Returns


def pay(request: HouseRequest, *, place: Place, read: Callable[[], Till]) -> HttpResponse:
    """GET shows the page, POST begins; outside of a transaction for POST. `read` reads the till within one."""
    with inside(request):
        going = _ahead(request, place, read())
    return going if isinstance(going, HttpResponse) else _send(request, place, read, going)


def _ahead(request: HouseRequest, place: Place, till: Till) -> HttpResponse | Going:
    """What can be done now: go on where one was, wait for another attempt, or pay (PY-08)."""
    if till.total.minor <= 0:
        return nothing_page(request, place=place, till=till)
    running = attempts.live_on(till.organization, invoices=[bill.invoice for bill in till.bills])
    if running:
        return _while_running(request, place, till, next(iter(running.values())))
    through = through_of(till)
    if through.closed:
        return debited_page(request, place=place, till=till, through=through)
    ways = ways_to_pay_by_card(till.organization, amount=till.total)
    if not ways:
        return contact_page(request, reason="gateway")
    form = form_for(request, till, ways, posted=request.method == "POST")
    if request.method != "POST":
        return pay_page(request, place=place, till=till, ways=ways, form=form, through=through)
    if form.is_stale:
        fresh = form_for(request, till, ways, posted=False)
        return pay_page(request, place=place, till=till, ways=ways, form=fresh, changed=True, through=through)
    if not form.is_valid():
        return pay_page(request, place=place, till=till, ways=ways, form=form, through=through)
    return _written(request, place, till, form, ways)


def _while_running(request: HouseRequest, place: Place, till: Till, running: Attempt) -> HttpResponse | Going:
    """PY-04. Who pressed twice goes on to the same page; everybody else sees that it is being paid."""
    mine = attempts.is_of_browser(till.organization, attempt=running, secret=browser_of(request))
    same = mine and running.kind == "pay" and running.amount == till.total
    if same and running.state in ("made", "unknown") and not running.url:
        if request.method == "POST":
            return _going(request, place, till, running)
        ways = ways_to_pay_by_card(till.organization, amount=till.total)
        if ways:
            form = form_for(request, till, ways, posted=False)
            return pay_page(request, place=place, till=till, ways=ways, form=form)
    if same and request.method == "POST" and is_page_open(running):
        return HttpResponseRedirect(running.url)
    return HttpResponseRedirect(place.status(running.id))


def is_page_open(attempt: Attempt) -> bool:
    """Whether the payer can still go to the gateway's page."""
    until = attempt.redirect_expires_at
    return attempt.state == "open" and bool(attempt.url) and (until is None or until > clock.now())


def form_for(request: HouseRequest, till: Till, ways: list[CardWay], *, posted: bool) -> PayForm:
    """The form, filled in where it was `posted`. The card can be saved where company and gateway let it be (SB-31)."""
    person = request.visitor
    code = permissions.SAVE_CARD_WHEN_PAYING
    may_save = bool(person.may(code)) if person else code in request.organization.allowed_acts
    scope = bool(request.organization.choice("save_card_scope_choice"))
    consent = None
    if may_save and any(way.saves for way in ways):
        consent = consent_for(
            till.organization,
            company=request.organization.name,
            account=till.account,
            choose_scope=scope,
            paying=[bill.invoice for bill in till.bills],
        )
    data = request.POST if posted else None
    return PayForm(data, total=till.total, ways=ways, consent=consent, choose_scope=scope)


def _written(
    request: HouseRequest, place: Place, till: Till, form: PayForm, ways: list[CardWay]
) -> HttpResponse | Going:
    way = next(each for each in ways if str(each.id) == form.cleaned_data["way"])
    consent = form.consent.only(form.scope_chosen) if form.consent and form.saves and way.saves else None
    wish = Wish(
        account=till.account.id,
        gateway_account=way.id,
        kind="pay",
        parts=till.parts,
        currency=till.total.currency,
        save_card=consent is not None,
        consent=consent.text if consent else "",
        consent_version=VERSION if consent else "",
        scope=form.scope_chosen if consent else (),
        at_once=consent.takes.parts if consent else (),
        browser=browser_of(request),
    )
    at, invoices = clock.now(), [invoice for invoice, _amount in till.parts]
    # In one transaction with the attempt: whoever asks Betalingsservice waits until it stands (PY-04).
    if release_for_card(till.organization, account=till.account.id, invoices=invoices, at=at):
        return debited_page(request, place=place, till=till, through=through_of(till))
    try:
        made = make_attempt(till.organization, wish=wish, at=at)
    except AttemptRefused:  # somebody was first, a moment ago
        return _lost(request, place, till)
    return _going(request, place, till, made)


def _lost(request: HouseRequest, place: Place, till: Till) -> HttpResponse | Going:
    running = attempts.live_on(till.organization, invoices=[bill.invoice for bill in till.bills])
    if not running:
        return HttpResponseRedirect(place.here)
    return _while_running(request, place, till, next(iter(running.values())))


def _going(request: HouseRequest, place: Place, till: Till, attempt: Attempt) -> Going:
    origin, status = portal_origin(till.organization), place.status(attempt.id)
    numbers = ", ".join(str(bill.number) for bill in till.bills[:5]) + (" …" if len(till.bills) > 5 else "")
    person = request.visitor
    gateway = attempt.gateway_account.gateway
    return Going(
        attempt=attempt.id,
        # Who has nothing but a link is told no address of the customer's.
        email=person.recipient.email if person and not place.token else "",
        text=_("%(company)s, invoice %(numbers)s") % {"company": request.organization.name, "numbers": numbers},
        returns=Returns(
            done=f"{origin}{status}?{BACK}=1",
            cancelled=f"{origin}{status}?{LEFT}=1",
            notices=notices_address(till.organization, gateway=gateway, gateway_account=attempt.gateway_account_id),
        ),
    )


def _send(request: HouseRequest, place: Place, read: Callable[[], Till], going: Going) -> HttpResponse:
    """Ask the gateway for its page, in no transaction, and lead there."""
    try:
        redirect = redirect_payer(
            request.organization_id,
            attempt=going.attempt,
            email=going.email,
            language=language(),
            text=going.text,
            returns=going.returns,
            at=clock.now(),
        )
    except AttemptRefused:
        return HttpResponseRedirect(place.status(going.attempt))
    except NotReached:
        return _again(request, place, read)
    except GatewayRefused as refused:
        if refused.failure.kind not in _OURS:
            return _again(request, place, read)
        with inside(request):
            return contact_page(request, reason="fault")
    return HttpResponseRedirect(redirect.url)


def _again(request: HouseRequest, place: Place, read: Callable[[], Till]) -> HttpResponse:
    """The page once more: pressed again, the same order is sent, so nothing is paid twice (G6)."""
    trouble = _("The payment could not begin. Nothing has been charged. Try again in a moment.")
    with inside(request):
        till = read()
        ways = ways_to_pay_by_card(till.organization, amount=till.total)
        form = form_for(request, till, ways, posted=True)
        return pay_page(request, place=place, till=till, ways=ways, form=form, trouble=trouble)
