"""A company's settings, one form a page, each saved by actions of the domain (SB-05 to SB-12)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.actions import set_permissions
from selvbetjening.domain.organizations.actions.configure import configure
from selvbetjening.domain.organizations.actions.rename import rename
from selvbetjening.domain.organizations.actions.set_brand_colour import set_brand_colour
from selvbetjening.domain.organizations.actions.set_logo import remove_logo, set_logo
from selvbetjening.domain.organizations.actions.set_own_domain import set_own_domain
from selvbetjening.domain.organizations.rules.presets import PRESETS, preset
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings
from selvbetjening.kernel import clock
from selvbetjening.kernel.colour import brand
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.act_groups import PRESET_WORDS, groups
from selvbetjening.portals.business.selvbetjening.settings.forms import ActsForm, HostsForm, LooksForm, OwnSettingsForm
from selvbetjening.portals.gate import requires

Save = Callable[[dict[str, Any]], object]


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def general(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Name, address, payment, minutes of a login link. The CVR number is the operator's to change.

    Other payment details want MitID afresh (BP-08).
    """
    acting = request.acting
    company = acting.organization

    def save(values: dict[str, Any]) -> None:
        configure(acting.here, settings=OrganizationSettings(**values), actor=acting.actor, at=clock.now())

    initial = {name: getattr(company, name) for name in OwnSettingsForm.base_fields}
    form = OwnSettingsForm(request.POST or None, initial=initial, may_change_cvr=bool(acting.operator_reason))
    # Where customers pay to stands on every invoice from now on: whoever changes it needs more than a borrowed browser.
    pays_to = form.cleaned_data["payment_instructions"] if form.is_valid() else company.payment_instructions
    if pays_to != company.payment_instructions:
        asked = stepping_up.needs(request, "payment_details")
        if asked is not None:
            return asked
    return _answer(request, form, save, gettext("General"))


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def acts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What the company's customers may do: presets, and each switch with what it opens (SB-11, XB-17)."""
    acting = request.acting

    def save(values: dict[str, Any]) -> None:
        set_permissions.set_permissions(acting.here, acts=values["acts"], actor=acting.actor, at=clock.now())

    if request.method == "POST" and (chosen := request.POST.get("preset")) in PRESETS:
        save({"acts": preset(name=str(chosen))})
        return saved(request, request.path)
    form = ActsForm(request.POST if request.method == "POST" else None)
    on = set(request.POST.getlist("acts")) if form.is_bound else set(acting.organization.allowed_acts)
    title, template = gettext("Self-service permissions"), "business/selvbetjening/settings/acts.html"
    return _answer(
        request, form, save, title, template=template, presets=list(PRESET_WORDS.items()), groups=groups(on)
    )  # fmt: skip


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Logo and colour (SB-09, SB-10)."""
    acting = request.acting
    here, who, at = acting.here, acting.actor, clock.now()

    def save(values: dict[str, Any]) -> None:
        if values["logo"]:
            set_logo(here, content=values["logo"].read(), actor=who, at=at)
        elif values["remove_logo"]:
            remove_logo(here, actor=who, at=at)
        tokens = set_brand_colour(here, colour=values["brand_colour"], actor=who, at=at)
        if tokens and tokens.adjusted:
            words = gettext("The colour cannot be read as text. Links and buttons use its nearest shade %(shade)s.")
            messages.warning(request, words % {"shade": tokens.strong.hex})

    colour = acting.organization.brand_colour
    initial = {"brand_colour": colour}
    form = LooksForm(request.POST, request.FILES, initial=initial) if request.POST else LooksForm(initial=initial)
    more = {
        "logo": organizations.logo(here),
        "colour": brand(colour) if colour else None,
    }
    template = "business/selvbetjening/settings/looks.html"
    return _answer(request, form, save, gettext("Looks"), template=template, files=True, **more)


@requires(SELVBETJENING_SETTINGS)
@require_safe
def logo(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The logo as it was uploaded, from this very host: pages load no picture from another."""
    found = organizations.logo(request.acting.here)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.png), content_type="image/png")


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def hosts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Host names (LG-16, XB-36)."""
    acting = request.acting
    here = acting.here

    def save(values: dict[str, Any]) -> None:
        rename(here, slug=values["slug"], actor=acting.actor, at=clock.now())
        set_own_domain(here, domain=values["own_domain"], actor=acting.actor, at=clock.now())

    found = organizations.hosts(here)
    own = next((host.name for host in found if host.kind == "own_domain"), "")
    form = HostsForm(request.POST or None, initial={"slug": acting.organization.slug, "own_domain": own})
    template = "business/selvbetjening/settings/hosts.html"
    return _answer(request, form, save, gettext("Host names"), template=template, hosts=found)


def _answer(
    request: CompanyRequest,
    form: forms.Form,
    save: Save,
    title: str,
    *,
    template: str = "business/form.html",
    **more: Any,
) -> HttpResponse:
    back = reverse("business:sb_settings", args=[request.acting.here])
    if request.method == "POST" and attempt(form, save):
        for words in getattr(form, "warnings", []):
            messages.warning(request, words)
        return saved(request, back)
    return page(request, template, title=title, form=form, back=back, **more)
