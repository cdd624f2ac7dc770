"""What a person decides about a delivery: take it back, send a duplicate all the same, approve (BM-04, BM-06)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.permissions import FILES_APPROVE, FILES_FETCH, FILES_SEND
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.approve import approve as approve_file
from selvbetjening.domain.deliveries.actions.confirm import confirm_duplicate
from selvbetjening.domain.deliveries.actions.withdraw import withdraw as take_back
from selvbetjening.domain.deliveries.queries import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.filetransfer.contents import CURRENCY
from selvbetjening.portals.business.filetransfer.delivery import facts, found
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.filetransfer.words import said
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.refusing import refused as refused_page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


class ReasonForm(forms.Form):
    """Why, in a person's own words; they stand in the timeline and in no receipt."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


@requires(FILES_SEND)
@require_POST
def withdraw(request: CompanyRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """Take it back while nothing has been done with it; one press, no MitID: it is the careful thing to do (BM-06)."""
    row, actor = found(request, delivery), request.acting.actor
    why = "duplicate" if row.state == "held_duplicate" else "sender"
    return _decided(
        request,
        row.id,
        lambda: take_back(request.acting.here, delivery=row.id, actor=actor, at=clock.now(), why=why),
        gettext("The file is taken back. Nothing in it counts."),
    )


@requires(FILES_SEND)
@confirmed_by_mitid("files")
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: CompanyRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """A possible duplicate beside the earlier one, and Send all the same, with a reason and MitID (annex D.3)."""
    row, here = found(request, delivery), request.acting.here
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _decided(
            request,
            row.id,
            lambda: confirm_duplicate(here, delivery=row.id, reason=reason, actor=request.acting.actor, at=clock.now()),
            gettext("The file goes on."),
        )
    context = {"form": form, "press": gettext("Send all the same"), "back": _address(request, row.id)}
    return _asking(request, row, "duplicate", gettext("Is it the same file?"), **context)


@requires(FILES_APPROVE)
@confirmed_by_mitid("files")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: CompanyRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """The approval page: total, count, days and hash; yes or no with MitID, never by whoever sent it (BM-04)."""
    row, here, member = found(request, delivery), request.acting.here, me(request)
    form = ReasonForm(request.POST if "reject" in request.POST else None)
    if "reject" in request.POST and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _decided(
            request,
            row.id,
            lambda: _turn_down(request, row, reason),
            gettext("The file is turned down. Nothing in it counts."),
        )
    if request.method == "POST" and "reject" not in request.POST:
        shown = request.POST.get("sha256", "")
        return _decided(
            request,
            row.id,
            lambda: approve_file(here, delivery=row.id, membership=member.id, sha256=shown, at=clock.now()),
            gettext("You have approved the file."),
        )
    before = queries.month_before(here, row=row)
    context = {
        "form": form,
        "mine": member.user in queries.people_behind(here, row=row),
        "back": _address(request, row.id),
        "before": before,
        "before_total": Money(before.total_minor, CURRENCY),
    }
    return _asking(request, row, "approve", gettext("Approve a file"), **context)


def _turn_down(request: CompanyRequest, row: Delivery, reason: str) -> None:
    """An approver's no reaches what waits for her, and nothing that others may still take back."""
    if row.state != "awaiting_approval":
        raise Refused("not_now")
    here, actor = request.acting.here, request.acting.actor
    take_back(here, delivery=row.id, actor=actor, reason=reason, why="approver", at=clock.now())


def _asking(request: CompanyRequest, row: Delivery, template: str, title: str, **context: Any) -> HttpResponse:
    return page(
        request, f"business/filetransfer/{template}.html", title=title, **facts(request, row), **context
    )  # fmt: skip


def _address(request: CompanyRequest, delivery: UUID) -> str:
    """The delivery's page; the front page for whoever may decide about files and not look at all of them."""
    if not request.acting.holds(FILES_FETCH):
        return reverse("business:front", args=[request.acting.here])
    return reverse("business:mft_delivery", args=[request.acting.here, delivery])


def _decided(request: CompanyRequest, delivery: UUID, act: Callable[[], object], words: str) -> HttpResponse:
    """Do it, or say why it cannot be done; half of a refused act is not kept."""
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        if refused.code == "own_file":
            return refused_page(request, "ACC-04")
        messages.error(request, said(refused).words)
        return HttpResponseRedirect(_address(request, delivery))
    return saved(request, _address(request, delivery), words)
