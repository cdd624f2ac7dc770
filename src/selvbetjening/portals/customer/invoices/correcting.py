"""Correct an issued invoice: who it is made out to, and under which numbers (CM-07)."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.correct_invoice import correct_invoice
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.rules.correcting import FIELDS, LONGEST, MOST_DAYS, buyer_fields
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.invoices.doubts import doubts, numbers
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

LABELS: Final[dict[str, Any]] = {
    "name": gettext_lazy("Name"),
    "address_line": gettext_lazy("Address"),
    "address_line_2": gettext_lazy("Address, second line"),
    "postal_code": gettext_lazy("Postal code"),
    "city": gettext_lazy("City"),
    "cvr": gettext_lazy("CVR number"),
    "vat_number": gettext_lazy("VAT number"),
    "ean": gettext_lazy("EAN number"),
    "po_number": gettext_lazy("PO number"),
    "reference": gettext_lazy("Reference"),
}
BUSINESS_ONLY: Final = ("cvr", "vat_number", "ean", "po_number", "reference")
REFUSALS: Final[dict[str, Promise]] = {
    "nothing": gettext_lazy("Nothing is changed. Change at least one field."),
    "no_name": gettext_lazy("Write the name that the invoice is to be made out to."),
    "too_long": gettext_lazy("One of the fields is too long. Shorten it."),
    "credited": gettext_lazy("A part of the invoice is credited already, so it cannot be corrected here. Write to us."),
    "corrected": gettext_lazy("The invoice was corrected once already."),
    "too_late": gettext_lazy("The invoice is more than 60 days old."),
    "period_locked": gettext_lazy("The accounts of that time are closed."),
    "vat_treatment": gettext_lazy("With that VAT number the VAT itself would be another."),
    "pursued": gettext_lazy("The invoice was reminded, disputed or put off, so we look at it ourselves."),
    "ean_wrong": gettext_lazy(
        "Write the 13 digits of the EAN number. This one does not exist, so no invoice would arrive."
    ),
    "characters": gettext_lazy("One of the fields holds characters that cannot be seen. Type it anew."),
}


class CorrectForm(forms.Form):
    """The buyer's fields as the invoice says them."""

    def __init__(self, *args: Any, consumer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            if not (consumer and name in BUSINESS_ONLY):
                self.fields[name] = forms.CharField(
                    label=LABELS[name], max_length=LONGEST[name], required=name == "name"
                )


@requires(permissions.CORRECT_INVOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: VisitorRequest, invoice: UUID) -> HttpResponse:
    """What happens is said first: a credit note for all of it, and a new invoice with the same lines and due day."""
    organization, account = request.organization_id, request.visitor.account
    try:
        found = invoicing.get(organization, account=account.id, invoice=invoice)
    except ObjectDoesNotExist:
        raise Http404 from None
    party = found.snapshot["buyer"]["party_type"]
    data = request.POST if request.method == "POST" else None
    before = buyer_fields(buyer=found.snapshot["buyer"])
    form = CorrectForm(data, initial=before, consumer=party == "consumer")
    context: dict[str, Any] = {"form": form, "invoice": found, "days": MOST_DAYS}
    if request.method == "POST" and form.is_valid():
        context["numbers"] = numbers(wanted=form.cleaned_data)
        context["doubts"] = doubts(before=before, wanted=form.cleaned_data, public=party == "public")
        if context["doubts"] and request.POST.get("looked_at") != context["numbers"]:
            return render(request, "customer/invoice_correct.html", context)
        outcome = correct_invoice(
            organization,
            account=account.id,
            invoice=found.id,
            wanted=form.cleaned_data,
            actor=request.visitor.actor,
            at=clock.now(),
        )
        if outcome.made:
            messages.success(request, _("The invoice is corrected. This is the new one."))
            return HttpResponseRedirect(reverse("customer:invoice", args=[outcome.made.new_invoice]))
        why = REFUSALS[outcome.refused or "nothing"]
        if outcome.asked:
            asked = _("%(why)s We have been asked to look at it, and will write to you.") % {"why": why}
            messages.info(request, asked)
            return HttpResponseRedirect(reverse("customer:invoice", args=[found.id]))
        form.add_error("ean" if outcome.refused == "ean_wrong" else None, str(why))
    return render(request, "customer/invoice_correct.html", context)
