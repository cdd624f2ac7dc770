"""Betalingsservice: mandates and answers that belong to nobody with the way out, what failed, what is under way."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.billing.actions.link_mandates import NotLinked, link_by_hand
from selvbetjening.domain.billing.queries.asking_again import may_ask_again
from selvbetjening.domain.billing.queries.debited import failed_lately, silent, under_way
from selvbetjening.domain.billing.queries.mandate_links import unlinked
from selvbetjening.domain.directdebit.queries.by_hand import to_ask_for
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.money.debit_unmatched import dealt_with, unmatched
from selvbetjening.portals.business.selvbetjening.money.debit_words import NOT_LINKED, STATES, TROUBLES
from selvbetjening.portals.business.selvbetjening.money.mandate_orders import order_rows
from selvbetjening.portals.gate import requires

SHOWN: Final = 50


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def debits(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """GET lists them; POST says which account a mandate is of, or that an answer is dealt with."""
    here = request.acting.here
    if request.method == "POST" and "answer" in request.POST:
        dealt_with(request)
        return saved(request, request.path)
    if request.method == "POST" and _linked(request):
        return saved(request, request.path)
    failed = failed_lately(here, limit=SHOWN)
    lost = [each for each in unlinked(here) if each.trouble]
    named = accounts.accounts_with_ids(here, ids={id_ for each in lost[:SHOWN] for id_ in each.accounts})
    context = {
        "lost": [
            (each, TROUBLES[each.trouble], [named[id_] for id_ in each.accounts if id_ in named])
            for each in lost[:SHOWN]
            if each.trouble
        ],
        "more": len(lost[SHOWN:]),
        "failed": [(row, STATES[row.state]) for row in failed],
        "again": may_ask_again(here, failed=failed, at=clock.now()),
        "unmatched": unmatched(here),
        "orders": order_rows(here, today=request.acting.today),
        "may_money": True,
        "silent": silent(here, today=request.acting.today, limit=SHOWN),
        "by_hand": to_ask_for(here, today=request.acting.today),
        "days": under_way(here, today=copenhagen_day(clock.now())),
        "typed": request.POST.get("code", ""),
        "wrong": request.POST.get("mandate", ""),
    }
    return page(request, "business/selvbetjening/money/debits.html", title="Betalingsservice", **context)


def _linked(request: CompanyRequest) -> bool:
    here, code = request.acting.here, request.POST.get("code", "").strip()
    account = accounts.account_with_code(here, code=code) if code else None
    if account is None:
        messages.error(request, gettext("Write the number of the account, as it stands on the account's page."))
        return False
    try:
        mandate = UUID(request.POST.get("mandate", ""))
        link_by_hand(here, mandate=mandate, account=account.id, actor=request.acting.actor, at=clock.now())
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    except NotLinked as not_linked:
        messages.error(request, str(NOT_LINKED[not_linked.reason]))
        return False
    messages.success(request, gettext("The mandate is linked to %(account)s.") % {"account": account})
    return True
