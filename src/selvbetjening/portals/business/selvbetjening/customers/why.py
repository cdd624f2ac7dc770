"""Why somebody can or cannot do something: each permission and plan, with the reason that the pages give (XB-14)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access import rules as access
from selvbetjening.domain.access.permissions import SELVBETJENING_VIEW
from selvbetjening.domain.accounts import queries
from selvbetjening.domain.accounts.queries import Recipient
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.identity.rules.eligibility import able
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.act_words import ACTS
from selvbetjening.portals.business.selvbetjening.customers.words import REASONS, ROLES
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

#: Whose answer, whether it is yes, and the reason in words.
Answer = tuple[str, bool, str]


@requires(SELVBETJENING_VIEW)
@require_safe
def why(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """One column for each recipient, one row for each act, and one for each plan. It reads, and changes nothing."""
    here = request.acting.here
    found = account_of(here, account)
    people = queries.recipients_of(here, account=account)
    for one in people:
        one.account = found
    scope, roles = _scope(here), dict(ROLES)
    return page(
        request,
        "business/selvbetjening/customers/why.html",
        title=gettext("Why can this customer not …?"),
        account=found,
        people=[(one, roles[one.role], _login(request, one)) for one in people],
        acts=[(ACTS[code], [_answer(here, scope, one, code) for one in people]) for code in permissions.REGISTRY],
        plans=_plans(here, scope, people),
        back=reverse("business:sb_account", args=[here, account]),
    )


def _scope(organization: OrganizationId) -> access.Scope:
    facts = identity.portal_facts(organization)
    if facts is None:
        raise Http404
    return queries.scope_of(organization, facts=facts)


def _decision(organization: OrganizationId, scope: access.Scope, person: Recipient, code: str) -> access.Decision:
    return access.may(person=queries.person_of(organization, recipient=person), permission=code, scope=scope)


def _answer(organization: OrganizationId, scope: access.Scope, person: Recipient, code: str) -> Answer:
    decision = _decision(organization, scope, person, code)
    return person.name, decision.allowed, str(REASONS[decision.reason])


def _login(request: CompanyRequest, person: Recipient) -> str:
    """Why the recipient cannot even log in; empty when it can."""
    if not able(person=person, today=request.acting.today):
        return str(REASONS["recipient_barred" if not person.has_self_service_access else "ended"])
    same = queries.recipients_with_email(request.acting.here, email=person.email)
    if len(same) > 1 and request.acting.organization.choice("duplicate_email_mode") != "chooser":
        return str(REASONS["email_duplicate"])
    return ""


def _plans(
    organization: OrganizationId, scope: access.Scope, people: list[Recipient]
) -> list[tuple[str, list[Answer]]]:
    """For each plan: what keeps each recipient from ordering it, the person's own hindrance first."""
    rows = []
    for plan in catalog.plans(organization):
        reason = plan_reason(plan)
        answers = []
        for one in people:
            decision = _decision(organization, scope, one, permissions.CREATE_SUBSCRIPTION)
            shown = reason if decision.allowed else decision.reason
            answers.append((one.name, shown == "plan_offered", str(REASONS[shown])))
        rows.append((f"{plan.name(language())} ({plan.code})", answers))
    return rows


def plan_reason(plan: catalog.Plan) -> str:
    """`plan_offered`, or why nobody can order it: `plan_disabled` (SB-13), `no_terms`, `all_terms_hidden` (XB-31)."""
    if not plan.self_service_enabled:
        return "plan_disabled"
    terms = list(plan.terms.all())
    if not terms:
        return "no_terms"
    return "all_terms_hidden" if all(one.hidden for one in terms) else "plan_offered"
