"""What is done with one webhook: challenge, test, off, on, away. Receivers are asked outside every transaction (G2)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.rules.limits import WEBHOOK_TESTS
from selvbetjening.domain.webhooks.actions.send_test import send_test
from selvbetjening.domain.webhooks.actions.switching import remove, switch_off, switch_on
from selvbetjening.domain.webhooks.actions.verify import challenge, verify_by_code
from selvbetjening.domain.webhooks.queries.deliveries import counts
from selvbetjening.kernel import clock
from selvbetjening.kernel.lifecycle import MoveRefused
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.refusing import minutes_until, refused
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.webhook_forms import CodeForm
from selvbetjening.portals.business.selvbetjening.settings.webhook_words import CODES
from selvbetjening.portals.business.selvbetjening.settings.webhooks import FOLDER, STEP, mine_or_404
from selvbetjening.portals.gate import calls_out, confirmed_by_mitid, requires


@requires(SELVBETJENING_SETTINGS)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_verify(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """Send the challenge, or take the code that the receiver got with it (SEC-69)."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and mine.state != "unverified":
        messages.info(request, gettext("This webhook does not wait for a challenge."))
        return HttpResponseRedirect(back)
    if request.method == "POST":
        if limited := _too_many(request):
            return limited
        if "code" not in request.POST:
            code = challenge(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
            if not code:
                return saved(request, back, gettext("The receiver passed. It is told what happens from now on."))
            messages.error(request, str(CODES[code]))
        elif form.is_valid():
            if verify_by_code(
                acting.here, endpoint=mine.id, code=form.cleaned_data["code"], actor=acting.actor, at=clock.now()
            ):
                return saved(request, back, gettext("The receiver passed. It is told what happens from now on."))
            form.add_error("code", gettext("This is not the code of the newest challenge."))
    title = gettext("Challenge of the webhook to %(host)s") % {"host": mine.host}
    context = {"mine": mine, "form": form, "back": back, "press": gettext("Check the code")}
    return page(request, f"{FOLDER}/webhook_verify.html", title=title, **context)


@requires(SELVBETJENING_SETTINGS)
@calls_out
@require_POST
def webhook_test(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """Send the test event: status and time are shown, never what was said (SEC-72)."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    if limited := _too_many(request):
        return limited
    code, answer = send_test(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
    words = str(CODES[code])
    if answer is not None:
        said = gettext("Answer %(status)d after %(millis)d ms.") % {"status": answer.status, "millis": answer.millis}
        words = f"{said} {words}"
    (messages.error if code else messages.success)(request, words)
    return HttpResponseRedirect(reverse("business:sb_webhook", args=[acting.here, mine.id]))


@requires(SELVBETJENING_SETTINGS)
@require_POST
def webhook_switch(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """Off, or on again."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    act, words = (
        (switch_on, gettext("The webhook is on. What waits is sent now."))
        if "on" in request.POST
        else (switch_off, gettext("The webhook is off."))
    )
    try:
        act(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
    except MoveRefused:
        messages.info(request, gettext("It was so already."))
        return HttpResponseRedirect(back)
    return saved(request, back, words)


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid(STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_remove(request: CompanyRequest, organization: UUID, webhook: UUID) -> HttpResponse:
    """What is lost with it, and the press that takes it away."""
    acting = request.acting
    mine = mine_or_404(acting.here, webhook)
    back = reverse("business:sb_webhook", args=[acting.here, mine.id])
    if request.method == "POST":
        remove(acting.here, endpoint=mine.id, actor=acting.actor, at=clock.now())
        return saved(request, reverse("business:sb_webhooks", args=[acting.here]), gettext("The webhook is removed."))
    waiting, _ = counts(acting.here).get(mine.id, (0, 0))
    title = gettext("Remove the webhook to %(host)s") % {"host": mine.host}
    return page(request, f"{FOLDER}/webhook_remove.html", title=title, waiting=waiting, back=back)


def _too_many(request: CompanyRequest) -> HttpResponse | None:
    """Ten an hour for a company (security.md 5.2)."""
    at = clock.now()
    again_at = count_up(request.acting.here, limit=WEBHOOK_TESTS, subject="company", at=at)
    return None if again_at is None else refused(request, "LOGIN-11", minutes=minutes_until(again_at, at=at))
