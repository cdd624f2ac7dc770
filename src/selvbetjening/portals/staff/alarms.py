"""What a gateway told that did not fit, and invoices that were paid and are not any more: somebody decides."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from selvbetjening.domain.payments.actions.pause_collection import Decision, decide_pause
from selvbetjening.domain.payments.actions.resolve_fact import resolve_fact
from selvbetjening.domain.payments.models import CollectionPause, GatewayFact
from selvbetjening.domain.payments.queries.alarms import chargebacks, open_alarms, open_pauses, resolved_alarms
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.card_forms import ResolveForm
from selvbetjening.portals.staff.card_words import CHARGEBACKS, FACTS, PARKED, PAUSES
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.words import refusal


def alarms(request: HttpRequest, organization: UUID) -> HttpResponse:
    """What was asked and what came, to be resolved with a note; invoices that rest, to be decided; chargebacks."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="alarms of card payments") as company:
        if request.method == "POST" and _acted(request, here):
            return saved(request, request.path)
        context = {
            "organization": company,
            "rows": [
                (each, NAMES[each.fact.gateway_account.gateway], FACTS[each.fact.kind], _why(each.fact.reason))
                for each in open_alarms(here)
            ],
            "done": [(fact, FACTS[fact.kind], _why(fact.reason)) for fact in resolved_alarms(here)],
            "pauses": [(each, PAUSES[each.reason]) for each in open_pauses(here)],
            "chargebacks": [(each, CHARGEBACKS[each.state]) for each in chargebacks(here)],
        }
        return page(request, "staff/alarms.html", title=gettext("Alarms of card payments"), **context)


def _why(reason: str) -> str:
    return str(PARKED.get(reason, reason))


def _acted(request: HttpRequest, here: OrganizationId) -> bool:
    who, at = actor_of(request), clock.now()
    try:
        if "fact" in request.POST:
            form = ResolveForm(request.POST)
            if not form.is_valid():
                messages.error(request, gettext("Write what you found and did, with at most 200 characters."))
                return False
            fact = UUID(request.POST["fact"])
            resolve_fact(here, fact=fact, note=form.cleaned_data["note"], actor=who, at=at)
            return True
        decision = request.POST.get("decision", "")
        if decision not in ("collect", "settled"):
            raise Http404
        pause = UUID(request.POST.get("pause", ""))
        decide_pause(here, pause=pause, decision=cast(Decision, decision), actor=who, at=at)
    except (ValueError, GatewayFact.DoesNotExist, CollectionPause.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refusal(refused.reason)))
        return False
    return True
