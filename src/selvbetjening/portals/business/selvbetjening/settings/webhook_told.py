"""What a webhook was told: one message with its tries, and sending it, or all of some days, once more (SEC-74)."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.webhooks.actions.replay import replay
from selvbetjening.domain.webhooks.queries import deliveries as told
from selvbetjening.domain.webhooks.queries.deliveries import WebhookAttempt, WebhookDelivery
from selvbetjening.domain.webhooks.rules.retrying import LEASE
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import start_of_day
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.webhook_forms import ReplayForm
from selvbetjening.portals.business.selvbetjening.settings.webhook_words import CODES, DELIVERIES
from selvbetjening.portals.business.selvbetjening.settings.webhooks import FOLDER, mine_or_404
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_SETTINGS)
@require_safe
def webhook_delivery(
    request: CompanyRequest, organization: UUID, webhook: UUID, webhook_delivery: UUID
) -> HttpResponse:
    """The request as it is sent, and each try's status and time; what a receiver says is never kept (SEC-72)."""
    here = request.acting.here
    mine = mine_or_404(here, webhook)
    try:
        row, tries = told.get_delivery(here, endpoint=mine.id, delivery=webhook_delivery)
    except WebhookDelivery.DoesNotExist:
        raise Http404 from None
    context = {
        "mine": mine,
        "row": row,
        "state": DELIVERIES[row.state],
        "tries": [(each, _outcome(each)) for each in tries],
        "back": reverse("business:sb_webhook", args=[here, mine.id]),
    }
    title = gettext("Message %(event)s") % {"event": row.message.event}
    return page(request, f"{FOLDER}/webhook_delivery.html", title=title, **context)


@requires(SELVBETJENING_SETTINGS)
@require_POST
def webhook_again(request: CompanyRequest, organization: UUID, webhook: UUID, webhook_delivery: UUID) -> HttpResponse:
    """Send this one once more."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    try:
        told.get_delivery(acting.here, endpoint=mine.id, delivery=webhook_delivery)
    except WebhookDelivery.DoesNotExist:
        raise Http404 from None
    count = replay(acting.here, endpoint=mine.id, delivery=webhook_delivery, actor=acting.actor, at=clock.now())
    if count:
        messages.success(request, gettext("It is sent again, with the same id."))
    else:
        messages.info(request, gettext("It waits already, or its content is older than thirty days."))
    one = [acting.here, mine.id, webhook_delivery]
    return HttpResponseRedirect(reverse("business:sb_webhook_delivery", args=one))


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_replay(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """Send everything of some days once more."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    today = acting.today
    form = ReplayForm(
        request.POST if request.method == "POST" else None, initial={"since": today - timedelta(days=3), "until": today}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        count = replay(
            acting.here, endpoint=mine.id, since=start_of_day(data["since"]),
            until=start_of_day(data["until"] + timedelta(days=1)), failed_only=data["failed_only"],
            actor=acting.actor, at=clock.now(),
        )  # fmt: skip
        words = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
        (messages.success if count else messages.info)(request, words % {"count": count})
        return HttpResponseRedirect(back)
    title = gettext("Send again to %(host)s") % {"host": mine.host}
    context = {"form": form, "back": back, "press": gettext("Send again")}
    return page(request, "business/form.html", title=title, **context)


def _outcome(attempt: WebhookAttempt) -> str:
    if attempt.ended_at is not None:
        return str(CODES.get(attempt.code, attempt.code))
    under_way = clock.now() - attempt.began_at < LEASE
    return gettext("Under way") if under_way else str(CODES["lost"])
