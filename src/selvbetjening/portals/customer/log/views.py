"""The list, and the whole log as JSON."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.history import queries as history
from selvbetjening.domain.invoicing.queries.numbers import numbers_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.rights.actions.archive import log_as_json
from selvbetjening.domain.rights.queries.actors import actor_names
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.portals.customer.log.forms import FilterForm
from selvbetjening.portals.customer.log.told import KINDS, told
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

ON_A_PAGE = 50
_ABOUT = ("subscription", "invoice")


@requires(permissions.VIEW_ACTIVITY_LOG)
@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """What was done to the account, newest first; by kind and by days (CM-10)."""
    form = FilterForm(request.GET)
    form.is_valid()  # what cannot be read is shown as such and narrows nothing
    kind, first, last = (form.cleaned_data.get(name) for name in ("type", "fra", "til"))
    prefixes = KINDS[kind][1] if kind else ()
    text = request.GET.get("page", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    organization, account = request.organization_id, request.visitor.account.id
    since = _begin(first) if first else None
    until = _begin(last, later=1) if last else None

    def entries_of(number: int) -> tuple[int, list[history.Entry]]:
        offset = max(number - 1, 0) * ON_A_PAGE
        return history.log_page(
            organization, account=account, prefixes=prefixes, since=since, until=until, offset=offset, limit=ON_A_PAGE
        )

    total, entries = entries_of(wanted)
    page = Paginator(range(total), ON_A_PAGE).get_page(wanted)
    if page.number != wanted:
        _, entries = entries_of(page.number)
    by_name = request.organization.choice("log_names_staff") == "name"
    events = [entry.event for entry in entries]
    names = actor_names(organization, account=account, events=events, staff_by_name=by_name)
    own, company = str(request.visitor.recipient.id), request.organization.name
    plans, numbers = _named(request, events)
    context = {
        "page": page,
        "rows": [told(entry, names, company=company, own=own, plans=plans, numbers=numbers) for entry in entries],
        "form": form,
        "narrowed": bool(prefixes or first or last),
    }
    return render(request, "customer/log/log.html", context)


def _named(request: VisitorRequest, events: list[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Plans of the subscriptions and numbers of the invoices that the facts are about, by id as text."""
    organization, account = request.organization_id, request.visitor.account.id
    about = {key: {UUID(str(id_)) for event in events if (id_ := event.data.get(key))} for key in _ABOUT}
    plans = subscriptions.plans_of(
        organization, account=account, subscriptions=about["subscription"], language=language()
    )
    numbers = numbers_of(organization, account=account, invoices=about["invoice"])
    return {str(id_): name for id_, name in plans.items()}, {str(id_): str(no) for id_, no in numbers.items()}


@requires(permissions.VIEW_ACTIVITY_LOG)
@require_safe
def download(request: VisitorRequest) -> StreamingHttpResponse:
    """The whole log as docs/verify_log.py reads it; read anew in a transaction of its own, piece by piece."""
    organization, account = request.organization_id, request.visitor.account.id

    def pieces() -> Iterator[bytes]:
        # The request's transaction is over when a streamed answer is read (SEC-10).
        with within(organization):
            yield from log_as_json(organization, account=account)

    return StreamingHttpResponse(
        pieces(),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="logbog.json"'},
    )


def _begin(day: date, *, later: int = 0) -> datetime:
    """The first instant of a Copenhagen day, or so many days later; days of no calendar's end are brought in."""
    sound = min(max(day, date(1970, 1, 1)), date(9990, 1, 1)) + timedelta(days=later)
    return datetime.combine(sound, time(), COPENHAGEN).astimezone(UTC)
