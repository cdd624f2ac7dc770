"""A company's discount codes: made, and ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms, create_coupon
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.actions.end_coupon import end_coupon
from selvbetjening.domain.catalog.rules.prices import CURRENCIES
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.portals.staff.plan_forms import CODE
from selvbetjening.portals.staff.plans import taken
from selvbetjening.portals.staff.price_fields import read_amount, read_percent
from selvbetjening.portals.staff.price_words import coupon_words


class CouponForm(forms.Form):
    """A discount: a share or an amount, for how long, when, and how often."""

    code = forms.CharField(
        label=_("Code"), max_length=40, validators=[CODE],
        help_text=_("What the customer types; small and capital letters are alike."),
    )  # fmt: skip
    percent = forms.CharField(
        label=_("Per cent off"), max_length=8, required=False, help_text=_("Either this, or an amount.")
    )
    amount = forms.CharField(label=_("Amount off each period, excl. VAT"), max_length=30, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES], required=False)
    periods = forms.IntegerField(
        label=_("For how many periods"), min_value=1, max_value=999, required=False, help_text=_("Empty: for good.")
    )
    valid_from = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("First day on which it cannot be used any more"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    max_uses = forms.IntegerField(
        label=_("How many times in all"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    repeats = forms.BooleanField(label=_("The same customer may use it several times"), required=False)

    def clean_percent(self) -> int | None:
        return read_percent(self.cleaned_data["percent"]) if self.cleaned_data["percent"] else None

    def clean_amount(self) -> int | None:
        return read_amount(self.cleaned_data["amount"]) if self.cleaned_data["amount"] else None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not {"amount", "percent"} & set(self.errors) and bool(values.get("percent")) == bool(values.get("amount")):
            self.add_error("percent", _("Give per cent or an amount, one of the two."))
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("This lies before the first day."))
        return values

    def terms(self) -> CouponTerms:
        """What the clean form says."""
        values = self.cleaned_data
        amount = Money(values["amount"], values["currency"] or "DKK") if values["amount"] else None
        return CouponTerms(
            percent_basis_points=None if amount else values["percent"],
            amount=amount,
            **{name: values[name] for name in ("periods", "valid_from", "valid_until", "max_uses", "repeats")},
        )


def coupons(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The codes, each with what it does; one press ends one."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="discount codes") as company:
        found = catalog.coupons(here)
        if request.method == "POST":
            wanted = next((one for one in found if str(one.id) == request.POST.get("coupon")), None)
            if wanted is None:
                raise Http404
            end_coupon(here, coupon=wanted.id, today=clock.today(), actor=actor_of(request), at=clock.now())
            return saved(request, reverse("admin:coupons", args=[organization]))
        today = clock.today()
        rows = [(one, coupon_words(one), one.valid_until is None or one.valid_until > today) for one in found]
        title = gettext("Discount codes")
        return page(request, "staff/coupons.html", title=title, organization=company, rows=rows)


def coupon_add(request: HttpRequest, organization: UUID) -> HttpResponse:
    """A new code."""
    with look(request, organization, at_what="discount codes") as company:
        form = CouponForm(request.POST if request.method == "POST" else None)
        back = reverse("admin:coupons", args=[organization])
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    create_coupon(
                        OrganizationId(organization), code=form.cleaned_data["code"], coupon=form.terms(),
                        actor=actor_of(request), at=clock.now(),
                    )  # fmt: skip
                return saved(request, back)
            except CodeTaken:
                taken(form)
        title = gettext("New discount code")
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)
