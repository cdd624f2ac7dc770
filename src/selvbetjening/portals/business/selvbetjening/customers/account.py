"""One account: who stands on it, what it subscribes to, its invoices, what happened lately."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import (
    SELVBETJENING_CUSTOMERS,
    SELVBETJENING_MONEY,
    SELVBETJENING_VIEW,
    SELVBETJENING_VIEW_AS,
)
from selvbetjening.domain.accounts import queries
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.changes import changes_of
from selvbetjening.portals.business.selvbetjening.customers.contracts import contracts_of
from selvbetjening.portals.business.selvbetjening.customers.subscriptions import badge_of
from selvbetjening.portals.business.selvbetjening.customers.words import ROLES
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.business.selvbetjening.money.debit_parts import debits_of
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

_SHOWN: Final = 100
_INVOICES: Final = 25


@requires(SELVBETJENING_VIEW)
@require_safe
def account_page(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """The account with ways to everything that can be done with it, by what the visitor may."""
    acting = request.acting
    here = acting.here
    found = account_of(here, account)
    people = queries.recipients_of(here, account=account)
    sharing, items = queries.sharing(here, account=account), open_items(here, account=account)
    roles = dict(ROLES)
    return page(
        request,
        "business/selvbetjening/customers/account.html",
        title=str(found),
        lead=", ".join(filter(None, [found.address_line, f"{found.postal_code} {found.city}".strip()])),
        account=found,
        may_change=bool(acting.may(SELVBETJENING_CUSTOMERS)),
        may_money=bool(acting.may(SELVBETJENING_MONEY)),
        may_view_as=bool(acting.may(SELVBETJENING_VIEW_AS)),
        may_move=acting.is_manager,
        people=[(person, roles[person.role], sharing.get(person.id)) for person in people],
        debits=debits_of(here, account=found, at=clock.now()),
        changes=changes_of(here, account=account),
        contracts=contracts_of(here, account=account),
        invoices=_invoices(request, account, items),
        subscriptions=[
            (mine, mine.terms.plan.name(language()), badge_of(mine, today=acting.today), _planned(here, mine))
            for mine in subscriptions.of_account(here, account=account, limit=_SHOWN)
        ],
        nothing=gettext("Nothing"),
    )


def _planned(here: OrganizationId, mine: Any) -> str:
    """The plan of the change that waits for it; empty for none."""
    if not mine.change_terms_id:
        return ""
    return str(catalog.terms(here, terms=mine.change_terms_id).plan.name(language()))


def _invoices(request: CompanyRequest, account: UUID, items: dict[UUID, Any]) -> Page[Any]:
    """One page of the account's invoices, the newest first, each with what is to be paid of it now."""
    here = request.acting.here
    total = invoicing.of_account(here, account=account, limit=0).total
    shown: Page[Any] = Paginator(range(total), _INVOICES).get_page(request.GET.get("page"))
    rows = invoicing.of_account(here, account=account, offset=(shown.number - 1) * _INVOICES, limit=_INVOICES).rows
    shown.object_list = [(one, items[one.id].now if one.id in items else None) for one in rows]
    return shown
