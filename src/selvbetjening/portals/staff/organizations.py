"""All companies, a new one, and one company's page."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.deliveries.queries import scanner_troubles
from selvbetjening.domain.directdebit.queries import agreements
from selvbetjening.domain.organizations.actions.create import create
from selvbetjening.domain.organizations.queries import hosts
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.slugs import propose_slug
from selvbetjening.portals.opening import opening
from selvbetjening.portals.staff.changes import of_company
from selvbetjening.portals.staff.forms import CreateForm
from selvbetjening.portals.staff.looking import actor_of, all_organizations, look
from selvbetjening.portals.staff.pages import attempt, page

#: What is wrong with the virus scanner, by code.
TROUBLES: Final[dict[str, Any]] = {
    "unreached": _("The virus scanner does not answer. Every file that a company sends is received and waits."),
    "too_large": _("A file is larger than the virus scanner takes (StreamMaxLength). It waits."),
    "old": _("The virus scanner's signatures are more than four days old. Files are scanned with the old ones."),
    "none": _("The virus scanner has no signatures."),
}


def every(request: HttpRequest) -> HttpResponse:
    """The list of companies, and above it what is wrong with the virus scanner (SEC-83)."""
    found = all_organizations(request)
    troubles = [(each, TROUBLES.get(each.code, TROUBLES["unreached"])) for each in scanner_troubles()]
    return page(request, "staff/organizations.html", title=gettext("Companies"), organizations=found, troubles=troubles)


def add(request: HttpRequest) -> HttpResponse:
    """A new company; its portal is closed until it is opened (SB-03)."""
    form = CreateForm(request.POST or None)
    new = OrganizationId(new_id())

    def make(values: dict[str, Any]) -> None:
        slug = values.pop("slug") or _proposed(values["name"])
        create(new, settings=OrganizationSettings(**values), slug=slug, actor=actor_of(request), at=clock.now())

    with within(new):
        done = request.method == "POST" and attempt(form, make)
    if done:
        for words in form.warnings:
            messages.warning(request, words)
        messages.success(request, gettext("The company is made. What its portal waits for stands below."))
        return HttpResponseRedirect(reverse("admin:organization", args=[new]))
    return page(request, "staff/form.html", title=gettext("New company"), form=form)


def _proposed(name: str) -> str:
    try:
        return propose_slug(name)
    except ValueError:
        raise Refused("bad_characters", field="slug") from None


def one(request: HttpRequest, organization: UUID) -> HttpResponse:
    """One company: whether its portal is open, what the operator decides, and what was done lately."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="settings") as company:
        return page(
            request,
            "staff/organization.html",
            title=company.name,
            organization=company,
            hosts=hosts(here),
            opening=opening(here),
            agreements=[each for each in agreements(here) if each.state == "active"],
            changes=of_company(here),
        )
