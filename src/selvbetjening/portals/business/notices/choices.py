"""How one is told: kind by kind, the language of the mails, and an address that works (BP-77)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.actions.email import confirm_email
from selvbetjening.domain.access.actions.notice_choices import choose_ways
from selvbetjening.domain.access.queries import WayRow, bouncing, mail_language, ways_of
from selvbetjening.kernel import clock
from selvbetjening.portals.business.languages import LANGUAGES
from selvbetjening.portals.business.notices.words import KINDS, WAYS
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in


class ChoicesForm(forms.Form):
    """One choice for each kind that the user can get and may choose for."""

    def __init__(self, *args: Any, rows: list[WayRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language of the mails"), choices=LANGUAGES)
        for row in rows:
            if not row.kind.is_security:
                name, about = KINDS[row.kind.code]
                self.fields[row.kind.code] = forms.ChoiceField(
                    label=str(name), help_text=str(about), choices=list(WAYS.items())
                )


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The user's own choices; `standard` takes them all back. Security notices stand there, and cannot be changed."""
    me, here = own(request), request.acting.here
    back = reverse("business:notice_choices", args=[here])
    if request.method == "POST" and "standard" in request.POST:
        choose_ways(here, membership=me, ways={})
        return saved(request, back, gettext("Your choices are as they were at first."))
    rows = ways_of(here, membership=me)
    initial = {row.kind.code: row.way for row in rows} | {"language": mail_language(here, membership=me)}
    form = ChoicesForm(request.POST if request.method == "POST" else None, rows=rows, initial=initial)
    if request.method == "POST" and attempt(
        form, lambda values: choose_ways(here, membership=me, language=values.pop("language"), ways=values)
    ):
        return saved(request, back)
    context = {
        "form": form,
        "always": [KINDS[row.kind.code] for row in rows if row.kind.is_security],
        "back": reverse("business:notices", args=[here]),
        "is_bouncing": bool(bouncing(here, memberships=[me])),
        "email": request.acting.standing.membership.email if request.acting.standing else "",
        "lead": gettext("They count for you, in this company."),
    }
    return page(request, "business/notices/choices.html", title=gettext("Choose notifications"), **context)


@logged_in
@require_POST
def confirm(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The user says that the address is right: mails go there again."""
    me = own(request)
    confirm_email(request.acting.here, membership=me, by=me, at=clock.now())
    back = reverse("business:notice_choices", args=[request.acting.here])
    return saved(request, back, gettext("We send mails to this address again."))
