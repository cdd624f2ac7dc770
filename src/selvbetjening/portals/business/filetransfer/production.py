"""Production of My File Transfer: what it waits for, and the manager's buttons that open and close it (BP-50)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.actions.production import close_production
from selvbetjening.domain.access.permissions import FILES_FETCH, FILES_SEND, MANAGE
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.access.queries.production import Production
from selvbetjening.domain.access.queries.production import production as production_of
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.open_production import open_after_test
from selvbetjening.domain.deliveries.queries import Delivery
from selvbetjening.domain.deliveries.queries.production import accepted_test, last_test
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.filetransfer.words import said, state_of
from selvbetjening.portals.business.pages import page, saved, tried
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import confirmed_by_mitid, requires


@dataclass(frozen=True, slots=True)
class Stands:
    """How production stands, as pages show it: `tested` is the accepted test, `last` the newest with its state."""

    now: Production
    tested: Delivery | None
    last: Delivery | None
    tone: str
    word: str
    is_manager: bool
    may_send: bool

    @property
    def is_open(self) -> bool:
        """Whether real files are taken."""
        return self.now.is_open


def stands(request: CompanyRequest) -> Stands:
    """Asked by every page on which somebody may wonder why only tests are taken."""
    acting = request.acting
    now = production_of(acting.here, at=clock.now())
    tested = last = None
    if not now.is_open:
        tested, last = accepted_test(acting.here), last_test(acting.here)
    tone, word = state_of(last.state, refused=last.refused_count) if last else ("", "")
    return Stands(now, tested, last, tone, word, acting.is_manager, acting.holds(FILES_SEND))


@requires(FILES_FETCH)
@require_http_methods(["GET", "HEAD"])
def production(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Open since when and by whom; or what is missing, step by step."""
    found, here = stands(request), request.acting.here
    opening = found.now.opening
    ids = {each for each in (opening.opened_by_id, opening.approved_by_id) if each} if opening else set()
    named = names_of(here, ids=ids) if ids else {}
    tested = opening.tested_id if opening else None
    context = {
        "stands": found,
        "opening": opening,
        "opener": named.get(opening.opened_by_id, "") if opening and opening.opened_by_id else "",
        "second": named.get(opening.approved_by_id, "") if opening and opening.approved_by_id else "",
        "test": queries.delivery(here, delivery=tested) if tested else None,
    }
    title = gettext("Production of My File Transfer")
    return page(request, "business/filetransfer/production.html", title=title, **context)


@requires(MANAGE)
@confirmed_by_mitid("policies")
@require_http_methods(["GET", "HEAD", "POST"])
def open_it(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What opens with it, and the button; a second manager says yes where the company wants two (BP-29)."""
    found, here = stands(request), request.acting.here
    back = reverse("business:mft_production", args=[here])
    if found.is_open or found.tested is None:
        if request.method == "POST" and not found.is_open:
            messages.error(request, said(Refused("untested")).words)
        return HttpResponseRedirect(back)
    if request.method == "POST":
        waits: list[bool] = []
        if tried(request, lambda: waits.append(open_after_test(here, by=me(request).id, at=clock.now()))):
            words = gettext("Production is open. Real files are taken from now on.")
            return saved(request, back, gettext("A second Access Manager has been asked.") if waits[0] else words)
        return HttpResponseRedirect(back)
    context = {"form": Sure(), "stands": found, "back": back, "press": gettext("Open production")}
    return page(request, "business/filetransfer/production_open.html", title=gettext("Open production"), **context)


@requires(MANAGE)
@require_POST
def close_it(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """At once and without MitID, since it is the careful thing to do (BM-06)."""
    here = request.acting.here
    back = reverse("business:mft_production", args=[here])
    if tried(request, lambda: close_production(here, by=me(request).id, at=clock.now())):
        return saved(request, back, gettext("Production is closed. Only tests are taken from now on."))
    return HttpResponseRedirect(back)
