"""The settings register: what a company decides, subject by subject, with the rule of law beside it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import attempt, page, saved
from selvbetjening.portals.staff.register_forms import HEADINGS, RegisterForm


def register_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The subjects, and how many entries of each differ from the default."""
    with look(request, organization, at_what="register") as company:
        subjects = [
            (reverse("admin:register_subject", args=[organization, name]), HEADINGS[name], len(chosen), len(entries))
            for name, entries in SUBJECTS.items()
            for chosen in [[entry for entry in entries if entry.code in company.choices]]
        ]
        title = gettext("Rules")
        return page(request, "staff/register.html", title=title, organization=company, subjects=subjects)


def subject_page(request: HttpRequest, organization: UUID, subject: str) -> HttpResponse:
    """One subject as a form."""
    if subject not in SUBJECTS:
        raise Http404
    with look(request, organization, at_what="register") as company:
        form = RegisterForm(request.POST if request.method == "POST" else None, subject=subject, company=company)
        back = reverse("admin:register", args=[organization])

        def save(values: dict[str, object]) -> None:
            choose(OrganizationId(organization), values=values, actor=actor_of(request), at=clock.now())

        if request.method == "POST" and attempt(form, save):
            return saved(request, back)
        if form.errors:
            messages.error(request, gettext("Nothing has been saved yet."))
        return page(
            request, "staff/form.html", title=str(HEADINGS[subject]), form=form, organization=company, back=back
        )
