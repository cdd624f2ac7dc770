"""The settings register: what a company decides, subject by subject, with the rule of law beside it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.kernel import clock
from selvbetjening.kernel.law import REGISTRY, RULE_VERSION
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.register_forms import HEADINGS, RegisterForm
from selvbetjening.portals.gate import requires

#: Rules for access are the Access Managers', with MitID afresh and a second manager (BP-28, SEC-32): another page.
#: What mails say has its pages, too, and so have the rules of approval for each PBS number (BM-04).
ELSEWHERE: Final = frozenset({"business", "mails", "approval"})


@requires(SELVBETJENING_SETTINGS)
@require_safe
def register(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The subjects, and how many entries of each differ from the default."""
    acting = request.acting
    chosen = acting.organization.choices
    subjects = [
        (
            reverse("business:sb_register_subject", args=[acting.here, name]),
            HEADINGS[name],
            sum(1 for entry in entries if entry.code in chosen),
            len(entries),
        )
        for name, entries in SUBJECTS.items()
        if name not in ELSEWHERE
    ]
    context = {"subjects": subjects, "manages": acting.is_manager}
    return page(request, "business/selvbetjening/settings/register.html", title=gettext("Rules"), **context)


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def subject_page(request: CompanyRequest, organization: UUID, subject: str) -> HttpResponse:
    """One subject as a form."""
    if subject not in SUBJECTS or subject in ELSEWHERE:
        raise Http404
    acting = request.acting
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        subject=subject,
        company=acting.organization,
        law_url=reverse("business:sb_law", args=[acting.here]),
    )
    back = reverse("business:sb_register", args=[acting.here])

    def save(values: dict[str, object]) -> None:
        choose(acting.here, values=values, actor=acting.actor, at=clock.now())

    if request.method == "POST" and attempt(form, save):
        return saved(request, back)
    if form.errors:
        messages.error(request, gettext("Nothing has been saved yet."))
    return page(request, "business/form.html", title=str(HEADINGS[subject]), form=form, back=back)


@requires(SELVBETJENING_SETTINGS)
@require_safe
def law(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The rules of law as docs/law.md lists them, with the setting that carries what is uncertain."""
    order = sorted(REGISTRY, key=lambda id_: (id_.partition("-")[0], int(id_.partition("-")[2])))
    rules = [rule for id_ in order for rule in REGISTRY[id_]]
    title = gettext("Rules of law in the code")
    return page(request, "business/selvbetjening/settings/law.html", title=title, rules=rules, version=RULE_VERSION)
