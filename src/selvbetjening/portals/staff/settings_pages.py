"""A company's settings, one form a page, each saved by actions of the domain (SB-05 to SB-11)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.actions import activate, set_features, set_permissions, switch_self_service
from selvbetjening.domain.organizations.actions.configure import configure
from selvbetjening.domain.organizations.actions.rename import rename
from selvbetjening.domain.organizations.actions.set_brand_colour import set_brand_colour
from selvbetjening.domain.organizations.actions.set_logo import remove_logo, set_logo
from selvbetjening.domain.organizations.actions.set_own_domain import set_own_domain
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.organizations.rules.presets import PRESETS, preset
from selvbetjening.domain.organizations.rules.settings import SELF_SERVICE, OrganizationSettings
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.forms import ActsForm, GateForm, HostsForm, LooksForm, SettingsForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import attempt, page, saved
from selvbetjening.portals.staff.state import opening
from selvbetjening.portals.staff.words import ACTS as ACT_NAMES
from selvbetjening.portals.staff.words import PRESET_WORDS


def configure_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Name, address, payment, minutes of a login link."""

    def save(values: dict[str, Any]) -> None:
        settings = OrganizationSettings(**values)
        configure(OrganizationId(organization), settings=settings, actor=actor_of(request), at=clock.now())

    with look(request, organization, at_what="settings") as company:
        initial = {name: getattr(company, name) for name in SettingsForm.base_fields}
        form = SettingsForm(request.POST or None, initial=initial)
        return _answer(request, company, form, save, gettext("Settings"))


def gate_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Active, feature, master switch (SB-06, SB-08)."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        who, at = actor_of(request), clock.now()
        (activate.activate if values["is_active"] else activate.deactivate)(here, actor=who, at=at)
        set_features.set_features(here, features=[SELF_SERVICE] if values["feature"] else [], actor=who, at=at)
        switch = switch_self_service.switch_on if values["switched_on"] else switch_self_service.switch_off
        switch(here, actor=who, at=at)

    with look(request, organization, at_what="gate") as company:
        initial = {
            "is_active": company.is_active,
            "feature": SELF_SERVICE in company.features,
            "switched_on": company.self_service_enabled,
        }
        form = GateForm(request.POST if request.method == "POST" else None, initial=initial)
        title = gettext("Open or close the portal")
        return _answer(request, company, form, save, title, template="staff/gate.html", opening=opening(here))


def acts_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """What the company's customers may do (SB-11)."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        set_permissions.set_permissions(here, acts=values["acts"], actor=actor_of(request), at=clock.now())

    with look(request, organization, at_what="permissions") as company:
        if request.method == "POST" and (chosen := request.POST.get("preset")) in PRESETS:
            save({"acts": preset(name=str(chosen))})
            return saved(request, reverse("admin:organization_acts", args=[organization]))
        form = ActsForm(request.POST if request.method == "POST" else None, initial={"acts": company.allowed_acts})
        floors = [(ACT_NAMES[code], each.floor) for code, each in permissions.REGISTRY.items() if each.floor]
        return _answer(
            request,
            company,
            form,
            save,
            gettext("Self-service permissions"),
            template="staff/acts.html",
            presets=list(PRESET_WORDS.items()),
            floors=floors,
        )


def looks_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Logo and colour (SB-09, SB-10)."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        who, at = actor_of(request), clock.now()
        if values["logo"]:
            set_logo(here, content=values["logo"].read(), actor=who, at=at)
        elif values["remove_logo"]:
            remove_logo(here, actor=who, at=at)
        tokens = set_brand_colour(here, colour=values["brand_colour"], actor=who, at=at)
        if tokens and tokens.adjusted:
            words = gettext("The colour cannot be read as text. Links and buttons use its nearest shade %(shade)s.")
            messages.warning(request, words % {"shade": tokens.strong.hex})

    with look(request, organization, at_what="looks") as company:
        initial = {"brand_colour": company.brand_colour}
        form = LooksForm(request.POST, request.FILES, initial=initial) if request.POST else LooksForm(initial=initial)
        return _answer(request, company, form, save, gettext("Looks"), files=True)


def hosts_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Host names (LG-16, XB-36)."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        rename(here, slug=values["slug"], actor=actor_of(request), at=clock.now())
        set_own_domain(here, domain=values["own_domain"], actor=actor_of(request), at=clock.now())

    with look(request, organization, at_what="host names") as company:
        own = Host.objects.filter(organization_id=organization, kind=Host.Kind.OWN_DOMAIN).first()
        initial = {"slug": company.slug, "own_domain": own.name if own else ""}
        form = HostsForm(request.POST or None, initial=initial)
        return _answer(request, company, form, save, gettext("Host names"))


def _answer(
    request: HttpRequest,
    company: Organization,
    form: forms.Form,
    save: Any,
    title: str,
    *,
    template: str = "staff/form.html",
    **more: Any,
) -> HttpResponse:
    back = reverse("admin:organization", args=[company.id])
    if request.method == "POST" and attempt(form, save):
        for words in getattr(form, "warnings", []):
            messages.warning(request, words)
        return saved(request, back)
    return page(request, template, title=title, form=form, organization=company, back=back, **more)
