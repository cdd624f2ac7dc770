"""A customer's dispute as the company answers it (CM-06)."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.payments.actions.close_dispute import accept_dispute, accept_part, reject_dispute
from selvbetjening.domain.payments.actions.write_in_dispute import write_in_dispute
from selvbetjening.domain.payments.queries.disputes import dispute_file, get_dispute
from selvbetjening.domain.payments.rules.disputes import LONGEST_TEXT, DisputeRefused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.amounts import read_amount
from selvbetjening.portals.business.selvbetjening.money.late_words import (
    DISPUTE_REASONS,
    DISPUTE_REFUSED,
    DISPUTE_STATES,
)
from selvbetjening.portals.gate import requires


class AnswerForm(forms.Form):
    """An answer, and what it means."""

    verdict = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        choices=[
            ("answer", _("Only answer, the dispute goes on")),
            ("accept", _("Accept: the line is credited")),
            ("part", _("Accept a part: that much is credited, the rest is due again")),
            ("reject", _("Turn it down: the amount is due again")),
        ],
        initial="answer",
    )
    part = forms.CharField(
        label=_("Amount incl. VAT that you accept, when it is a part"),
        max_length=30,
        required=False,
        help_text=_("As 149,00."),
    )
    text = forms.CharField(
        label=_("What you write to the customer"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    new_due_on = DayField(
        label=_("New last day to pay, when you turn it or a part of it down"),
        required=False,
        help_text=_("Empty: the number of days in the company's rules. Never less than ten days."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("verdict") == "part":
            try:
                values["part"] = read_amount(values.get("part", ""))
            except forms.ValidationError as error:
                self.add_error("part", error)
        return values


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_page(request: CompanyRequest, organization: UUID, dispute: UUID) -> HttpResponse:
    """The line, the thread, and, while the dispute lasts, the form that answers, accepts or turns down."""
    here = request.acting.here
    try:
        found = get_dispute(here, dispute=dispute)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = AnswerForm(request.POST if request.method == "POST" else None) if found.is_live else None
    if form and request.method == "POST" and form.is_valid() and _answered(request, here, dispute, form):
        return saved(request, reverse("business:sb_dispute", args=[here, dispute]))
    context = {
        "dispute": found,
        "form": form,
        "state": DISPUTE_STATES[found.state],
        "reason": DISPUTE_REASONS[found.reason],
        "back": reverse("business:sb_late", args=[here]),
    }
    title = gettext("Dispute of invoice %(number)s") % {"number": found.invoice.number}
    return page(request, "business/selvbetjening/money/dispute.html", title=title, **context)


@requires(SELVBETJENING_MONEY)
@require_safe
def file_page(request: CompanyRequest, organization: UUID, file: UUID) -> HttpResponse:
    """A customer's file, to be kept and never shown by the browser as a page (SEC-85)."""
    try:
        found = dispute_file(request.acting.here, file=file)
    except ObjectDoesNotExist:
        raise Http404 from None
    disposition = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=headers)


def _answered(request: CompanyRequest, organization: OrganizationId, dispute: UUID, form: AnswerForm) -> bool:
    values = form.cleaned_data
    said: dict[str, Any] = {
        "dispute": dispute, "text": values["text"], "actor": request.acting.actor, "at": clock.now(),
    }  # fmt: skip
    try:
        with transaction.atomic():  # half of an answer is not kept
            match values["verdict"]:
                case "accept":
                    accept_dispute(organization, **said)
                case "part":
                    accept_part(organization, part_minor=values["part"], new_due_on=values["new_due_on"], **said)
                case "reject":
                    reject_dispute(organization, new_due_on=values["new_due_on"], **said)
                case _:
                    write_in_dispute(organization, author="company", **said)
    except DisputeRefused as refused:
        field = {"new_due_on": "new_due_on", "part": "part", "closed": None}.get(refused.reason, "text")
        form.add_error(field, str(DISPUTE_REFUSED[refused.reason]))
        return False
    return True
