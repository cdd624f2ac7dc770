"""The company's rules for access: settings of the subject "business" (BP-28); weaker ones want two (SEC-32)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


class PoliciesForm(forms.Form):
    """One field for each setting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in SUBJECTS["business"]:
            label, help_text = gettext(setting.label), gettext(setting.help) if setting.help else ""
            if setting.kind == "switch":
                self.fields[setting.code] = forms.BooleanField(required=False, label=label, help_text=help_text)
            else:
                self.fields[setting.code] = forms.IntegerField(
                    min_value=setting.low, max_value=setting.high, label=label, help_text=help_text
                )


@requires(MANAGE)
@confirmed_by_mitid("policies")
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What is stricter counts at once; what is weaker waits for a second Access Manager where there are two."""
    acting, me = request.acting, own(request)
    initial = {setting.code: acting.organization.choice(setting.code) for setting in SUBJECTS["business"]}
    form = PoliciesForm(request.POST if request.method == "POST" else None, initial=initial)
    waiting: list[tuple[str, ...]] = []
    if request.method == "POST" and attempt(
        form, lambda values: waiting.append(set_policies(acting.here, values=values, by=me, at=clock.now()))
    ):
        words = gettext("Saved. What makes access less safe waits for a second Access Manager.") if waiting[0] else ""
        return saved(request, reverse("business:policies", args=[acting.here]), words)
    context = {"form": form, "lead": gettext("They count for everybody in the company.")}
    return page(request, "business/form.html", title=gettext("Rules for access"), **context)
