"""The line to an external Betalingsservice: connect, test, disconnect, see what was sent and what was fetched.

The server is asked outside every transaction (G2). The private key passes through one request: MitID is asked first,
without the key, so that it stands in no page, no session and no log.
"""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.bank_connections import connect_bank, disconnect_bank
from selvbetjening.domain.directdebit.actions.check_line import check_line
from selvbetjening.domain.directdebit.actions.send_files import retry_sending
from selvbetjening.domain.directdebit.ports import LineTerms
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import ConnectionRefused
from selvbetjening.domain.directdebit.rules.line_keys import fingerprints
from selvbetjening.domain.identity.queries.step_ups import has_confirmed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.agreement_words import ENVIRONMENTS
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.direct_debit import FOLDER
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_forms import LineForm
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_words import FILES, PROBLEMS, SENDINGS, WRONG
from selvbetjening.portals.gate import calls_out, confirmed_by_mitid, looked_at_first, requires

_STEP: Final = "gateways"
_ADAPTER: Final = "sftp"
_SHOWN: Final = 50


@requires(SELVBETJENING_SETTINGS)
@require_safe
def bank_line(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each line with its state, what was sent over it and what was fetched."""
    here = request.acting.here
    context = {
        "lines": [
            (each, ENVIRONMENTS["test" if each.is_test else "production"], _problem(each.code), _prints(each.host_keys))
            for each in bank.connections(here)
        ],
        "sendings": [
            (each, SENDINGS[each.state], _problem(each.code) if each.code else "")
            for each in bank.sendings(here, limit=_SHOWN)
        ],
        "files": [(each, FILES.get(each.code) or FILES[each.state]) for each in bank.fetched(here, limit=_SHOWN)],
        "is_external": any(each.role == "external" for each in queries.agreements(here) if each.state == "active"),
        "back": reverse("business:sb_direct_debit", args=[here]),
    }
    title = gettext("The line to Betalingsservice")
    return page(request, f"{FOLDER}/bank_line.html", title=title, **context)


def _unkept(request: CompanyRequest) -> None:
    """Without a fresh MitID the form is kept meanwhile, so the private key is taken out of it first."""
    if "private_key" in request.POST and not _is_fresh(request):
        kept = request.POST.copy()
        del kept["private_key"]
        request.POST = kept  # type: ignore[assignment]


@requires(SELVBETJENING_SETTINGS)
@looked_at_first(_unkept)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_connect(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """How the server is reached first; after MitID the private key."""
    here = request.acting.here
    back = reverse("business:sb_bank_line", args=[here])
    with_key = request.method == "POST" or _is_fresh(request)
    form = LineForm(request.POST if request.method == "POST" else None, with_key=with_key)
    if request.method == "POST" and form.is_valid() and _connected(request, form):
        words = gettext("The line is connected. Nothing was sent yet: test it now.")
        return saved(request, back, words)
    press = gettext("Connect") if with_key else gettext("Go on to MitID, and then to the private key")
    context = {"form": form, "back": back, "press": press, "with_key": with_key}
    title = gettext("Connect to Betalingsservice over SFTP")
    return page(request, f"{FOLDER}/bank_connect.html", title=title, **context)


@requires(SELVBETJENING_SETTINGS)
@calls_out
@require_POST
def bank_test(request: CompanyRequest, organization: UUID, bank_connection: UUID) -> HttpResponse:
    """Ask the server whether it lets us in; nothing is sent."""
    here = request.acting.here
    try:
        code = check_line(here, connection=bank_connection, at=clock.now())
    except ObjectDoesNotExist:
        return _over(request, bank_connection)
    (messages.error if code else messages.success)(request, str(_problem(code)))
    return HttpResponseRedirect(reverse("business:sb_bank_line", args=[here]))


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_off(request: CompanyRequest, organization: UUID, bank_connection: UUID) -> HttpResponse:
    """What disconnecting stops, and the press that does it."""
    acting = request.acting
    back = reverse("business:sb_bank_line", args=[acting.here])
    try:
        row = bank.get_connection(acting.here, connection=bank_connection)
    except ObjectDoesNotExist:
        return _over(request, bank_connection)
    if request.method == "POST":
        disconnect_bank(acting.here, connection=row.id, actor=acting.actor, at=clock.now())
        return saved(request, back)
    waiting = len(bank.to_send(acting.here, connection=row, at=clock.now()))
    title = gettext("Disconnect %(host)s") % {"host": row.host or gettext("the folder")}
    return page(request, f"{FOLDER}/bank_off.html", title=title, waiting=waiting, back=back)


@requires(SELVBETJENING_SETTINGS)
@require_POST
def bank_again(request: CompanyRequest, organization: UUID, bank_sending: UUID) -> HttpResponse:
    """The name is free on the server: the next exchange tries again."""
    here = request.acting.here
    if not bank.is_sending(here, sending=bank_sending):
        raise Http404
    back = reverse("business:sb_bank_line", args=[here])
    if retry_sending(here, sending=bank_sending):
        return saved(request, back, gettext("It is tried again within ten minutes."))
    messages.error(request, gettext("This file does not wait for you any more."))
    return HttpResponseRedirect(back)


def _connected(request: CompanyRequest, form: LineForm) -> bool:
    values = dict(form.cleaned_data)
    is_test = values.pop("environment") == "test"
    del values["fingerprint"]
    acting = request.acting
    try:
        connect_bank(
            acting.here, adapter=_ADAPTER, terms=LineTerms(**values), is_test=is_test, actor=acting.actor,
            at=clock.now(),
        )  # fmt: skip
    except ConnectionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(WRONG[refused.field]))
        return False
    return True


def _over(request: CompanyRequest, connection: UUID) -> HttpResponse:
    """Back to the lines, for one of one's own that is disconnected already. Raises Http404 for any other."""
    here = request.acting.here
    with within(here):
        mine = {each.id for each in bank.connections(here, active_only=False)}
    if connection not in mine:
        raise Http404
    messages.error(request, gettext("This line is disconnected already."))
    return HttpResponseRedirect(reverse("business:sb_bank_line", args=[here]))


def _is_fresh(request: CompanyRequest) -> bool:
    """Whether MitID was asked within the five minutes; an operator has proven herself by other means."""
    here, digest = request.acting.here, request.session.digest
    return request.proven is None or has_confirmed(
        session_digest=digest, action_class=_STEP, organization=here, at=clock.now()
    )


def _problem(code: str) -> Any:
    return PROBLEMS.get(code, PROBLEMS["sftp"])


def _prints(host_keys: str) -> list[tuple[str, str]]:
    try:
        return fingerprints(host_keys=host_keys)
    except ConnectionRefused:
        return []
