"""What the company decides about its files: all or nothing, the undo window, four eyes, and who hears of what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules.register.business import FOUR_EYES
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.register_forms import RegisterForm
from selvbetjening.portals.gate import confirmed_by_mitid, requires


@requires(MANAGE)
@confirmed_by_mitid("policies")
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Looser four eyes wait for a second Access Manager where there are two (SEC-32); the rest counts at once."""
    acting, member = request.acting, me(request)
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        subject="files",
        company=acting.organization,
        law_url=reverse("business:sb_law", args=[acting.here]),
    )
    waiting: list[tuple[str, ...]] = []

    def save(values: dict[str, Any]) -> None:
        eyes = {code: value for code, value in values.items() if code in FOUR_EYES}
        others = {code: value for code, value in values.items() if code not in FOUR_EYES}
        choose(acting.here, values=others, actor=acting.actor, at=clock.now())
        waiting.append(set_policies(acting.here, values=eyes, by=member.id, at=clock.now()))

    if request.method == "POST" and attempt(form, save):
        words = gettext("Saved. What lets files go with fewer eyes waits for a second Access Manager.")
        return saved(request, reverse("business:mft_rules", args=[acting.here]), words if waiting[0] else "")
    if form.errors:
        messages.error(request, gettext("Nothing has been saved yet."))
    return page(request, "business/filetransfer/rules.html", title=gettext("Rules for files"), form=form)
