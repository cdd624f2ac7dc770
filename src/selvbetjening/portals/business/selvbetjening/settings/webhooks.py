"""Webhooks of a company: which there are, make one, change it, give it a new secret (SEC-69, SEC-73, BP-81)."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.endpoints import (
    KEEP,
    PasswordRefused,
    PasswordWanted,
    TooManyEndpoints,
    add_endpoint,
    change_endpoint,
    drop_former_secret,
    rotate_secret,
)
from selvbetjening.domain.webhooks.queries import deliveries as told
from selvbetjening.domain.webhooks.queries import endpoints as asked
from selvbetjening.domain.webhooks.queries.endpoints import WebhookEndpoint
from selvbetjening.domain.webhooks.rules.addresses import AddressRefused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.webhook_forms import WebhookForm
from selvbetjening.portals.business.selvbetjening.settings.webhook_words import (
    CODES,
    DELIVERIES,
    OFF,
    STATES,
    WRONG,
)
from selvbetjening.portals.gate import confirmed_by_mitid, requires

FOLDER: Final = "business/selvbetjening/settings"
STEP: Final = "webhooks"
_SHOWN: Final = 25


def mine_or_404(here: OrganizationId, webhook: UUID) -> WebhookEndpoint:
    """One of the company's own; pages that call out stand in no transaction. Raises Http404."""
    try:
        with within(here):
            return asked.get_endpoint(here, endpoint=webhook)
    except WebhookEndpoint.DoesNotExist:
        raise Http404 from None


@requires(SELVBETJENING_SETTINGS)
@require_safe
def webhooks(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Each with its state, and how much waits or was given up."""
    here = request.acting.here
    counts = told.counts(here)
    rows = [(each, STATES[each.state], *counts.get(each.id, (0, 0))) for each in asked.endpoints(here)]
    return page(request, f"{FOLDER}/webhooks.html", title=gettext("Webhooks"), rows=rows)


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid(STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Name an address. Its signing secret is shown this once."""
    acting = request.acting
    form = WebhookForm(request.POST if request.method == "POST" else None, initial={"what": "standard"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = add_endpoint(
                acting.here, url=data["url"], events=form.named(), username=data["username"],
                password=data["password"], made_by=UUID(acting.actor.id) if acting.actor.kind == "user" else None,
                actor=acting.actor, at=clock.now(),
            )  # fmt: skip
        except (AddressRefused, PasswordRefused, TooManyEndpoints) as refused:
            _refuse(form, refused)
        else:
            return _shown_once(request, made.endpoint, made.secret)
    back = reverse("business:sb_webhooks", args=[acting.here])
    context = {"form": form, "back": back, "press": gettext("Add the webhook")}
    return page(request, f"{FOLDER}/webhook_form.html", title=gettext("New webhook"), **context)


@requires(SELVBETJENING_SETTINGS)
@require_safe
def webhook(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """One of them: how it is, what can be done, and what it was told."""
    here = request.acting.here
    mine = mine_or_404(here, webhook)
    state = request.GET.get("tilstand", "")
    state = state if state in DELIVERIES else ""
    number = request.GET.get("page", "1")
    offset = (max(int(number), 1) - 1) * _SHOWN if number.isdecimal() and len(number) < 6 else 0
    found = told.deliveries(here, endpoint=mine.id, state=state, offset=offset, limit=_SHOWN)
    pages = Paginator(range(found.count), _SHOWN).get_page(offset // _SHOWN + 1)
    context: dict[str, Any] = {
        "mine": mine,
        "state": STATES[mine.state],
        "off": OFF.get(mine.off_reason, ""),
        "problem": CODES.get(mine.code, "") if mine.code else "",
        "rows": [(each, DELIVERIES[each.state], CODES.get(each.code, "")) for each in found.rows],
        "page": pages,
        "chosen": state,
        "states": list(DELIVERIES.items()),
        "back": reverse("business:sb_webhooks", args=[here]),
    }
    return page(
        request, f"{FOLDER}/webhook.html", title=gettext("Webhook to %(host)s") % {"host": mine.host}, **context
    )


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid(STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_edit(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """Change where to, what, or the password; another host must pass the challenge anew."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    first = {
        "url": mine.url, "username": mine.username, "events": mine.events or [],
        "what": "standard" if mine.events is None else "named",
    }  # fmt: skip
    form = WebhookForm(
        request.POST if request.method == "POST" else None, initial=first, has_password=bool(mine.password)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        # Without a user name there is no password either; an empty field keeps the one there is.
        password = data["password"] or (KEEP if data["username"] else "")
        try:
            change_endpoint(
                acting.here, endpoint=mine.id, url=data["url"], events=form.named(), username=data["username"],
                password=password, actor=acting.actor, at=clock.now(),
            )  # fmt: skip
        except (AddressRefused, PasswordRefused, PasswordWanted) as refused:
            _refuse(form, refused)
        else:
            return saved(request, back)
    title = gettext("Change the webhook to %(host)s") % {"host": mine.host}
    return page(request, f"{FOLDER}/webhook_form.html", title=title, form=form, back=back)


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid(STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_secret(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """A new secret beside the old one, or the old one away before its time."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    if request.method == "POST" and "drop" in request.POST:
        drop_former_secret(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
        return saved(request, back, gettext("Only the newest secret signs now."))
    if request.method == "POST":
        made = rotate_secret(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
        return _shown_once(request, made.endpoint, made.secret)
    title = gettext("Signing secret of the webhook to %(host)s") % {"host": mine.host}
    return page(request, f"{FOLDER}/webhook_secret.html", title=title, mine=mine, back=back)


def _shown_once(request: CompanyRequest, mine: WebhookEndpoint, secret: str) -> HttpResponse:
    next_page = reverse("business:sb_webhook", args=[request.acting.here, mine.id])
    title = gettext("Signing secret of the webhook to %(host)s") % {"host": mine.host}
    return page(request, f"{FOLDER}/webhook_secret.html", title=title, mine=mine, secret=secret, back=next_page)


def _refuse(form: WebhookForm, refused: Exception) -> None:
    if isinstance(refused, AddressRefused):
        form.add_error("url", str(WRONG[refused.code]))
    elif isinstance(refused, PasswordRefused):
        form.add_error(refused.field.removeprefix("basic_auth_"), str(WRONG[refused.field]))
    elif isinstance(refused, PasswordWanted):
        form.add_error("password", gettext("Write the password again: it is not sent to another host otherwise."))
    else:
        form.add_error(None, str(WRONG["too_many"]))
