"""Pause with the day on which it goes on by itself, and take a paused subscription up again (XB-12)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.actions.quote_pause import quote_pause
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.changes.acting import ActPage, Saying
from selvbetjening.portals.customer.quoted import Quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import Shown
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


class PauseForm(forms.Form):
    """Until when; the day is the first on which it runs again."""

    indtil = forms.DateField(
        label=gettext_lazy("It goes on by itself on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty to take it up again yourself."),
        error_messages={"invalid": gettext_lazy("This is not a day. Write it as 2026-12-31.")},
    )

    def __init__(self, *args: Any, today: date, most_days: int, **values: Any) -> None:
        super().__init__(*args, **values)
        day, attrs = self.fields["indtil"], self.fields["indtil"].widget.attrs
        attrs["min"] = (today + timedelta(days=1)).isoformat()
        if most_days:
            last = today + timedelta(days=most_days)
            attrs["max"] = last.isoformat()
            day.required = True
            day.help_text = _("At the latest on %(day)s.") % {"day": format_day(last, language())}


@requires(permissions.PAUSE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET asks until when (`?indtil=`), stores a quote and shows it; POST with the quote's id pauses."""
    most = request.organization.choice("pause_most_days")
    form = PauseForm(request.GET if "indtil" in request.GET else None, today=clock.today(), most_days=most)
    page = ActPage(
        request=request, subscription=subscription, act="pause", say=_pause_says, form=form, asks="indtil",
        done=lambda result: _("The subscription is paused. A receipt is on its way by mail."),
    )  # fmt: skip

    def make() -> QuoteView:
        return quote_pause(
            request.organization_id,
            account=request.visitor.account.id,
            subscription=subscription,
            until=form.cleaned_data["indtil"],
            at=clock.now(),
        )

    return page.answer(make if form.is_bound and form.is_valid() else None)


@requires(permissions.PAUSE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET shows what it costs from today; POST with the quote's id takes the subscription up again."""
    page = ActPage(request=request, subscription=subscription, act="resume", say=_resume_says, done=_resumed)
    account, at = request.visitor.account.id, clock.now()
    return page.answer(lambda: quote_resume(request.organization_id, account=account, subscription=subscription, at=at))


def _pause_says(shown: Quoted | None, row: Shown) -> Saying:
    notes = []
    if shown:
        notes.append(_("It rests from today and costs nothing while it does."))
        if shown.quote.resumes_on:
            day = format_day(shown.quote.resumes_on, language())
            notes.append(_("It goes on by itself on %(day)s; you can take it up again before.") % {"day": day})
        else:
            notes.append(_("It rests until you take it up again."))
    return Saying(
        title=_("Pause"),
        lead=row.name,
        notes=notes,
        ask=_("See what happens"),
        confirm=_("Pause subscription"),
        keep=_("Do not pause"),
    )


def _resume_says(shown: Quoted | None, row: Shown) -> Saying:
    costs = shown is not None and shown.quote.charge_today.minor > 0
    return Saying(
        title=_("Take it up again"),
        lead=row.name,
        notes=[_("The subscription runs again from today.")],
        confirm=_("Take up again with obligation to pay") if costs else _("Take it up again"),
        keep=_("Let it rest"),
    )


def _resumed(result: Confirmed) -> str:
    return _("The subscription runs again. A receipt is on its way by mail.")
