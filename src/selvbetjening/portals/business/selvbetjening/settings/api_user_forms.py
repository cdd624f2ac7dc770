"""Forms of one API user: one more token, and what it may."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.access.permissions import API_RIGHTS
from selvbetjening.kernel import clock
from selvbetjening.portals.business.day_fields import DayField

#: What the parts of a right are called.
RESOURCES: Final = {
    "accounts": _("Accounts"), "recipients": _("Recipients"), "contracts": _("Contracts"), "plans": _("Plans"),
    "subscriptions": _("Subscriptions"), "paymentcards": _("Payment cards"), "webhooks": _("Webhooks"),
    "draftinvoicelines": _("Lines for the next invoice"), "invoices": _("Invoices"), "self_service": _("Self-service"),
    "deliveries": _("Files to Betalingsservice"), "receipts": _("Receipts of files"), "mandates": _("Mandates"),
    "status": _("Operating status"), "outputs": _("Files from Betalingsservice (list)"),
    "contents": _("Content of files to and from Betalingsservice"),
}  # fmt: skip
VERBS: Final = {
    "read": _("read"), "create": _("create"), "update": _("change"), "delete": _("delete"), "cancel": _("end"),
    "disable": _("switch off"), "initiate": _("make login links"),
}  # fmt: skip


def rights() -> list[tuple[str, str]]:
    """Every right with its words, resource by resource."""
    found = []
    for code in sorted(API_RIGHTS):
        resource, _dot, verb = code.partition(".")
        found.append((code, f"{RESOURCES.get(resource, resource)}: {VERBS.get(verb, verb)}"))
    return found


class TokenForm(forms.Form):
    """One more token."""

    is_read_only = forms.BooleanField(label=_("It may only read"), required=False)
    ends_on = DayField(
        label=_("Last day it works"), required=False, help_text=_("Leave it empty for a token without an end.")
    )

    def clean(self) -> dict[str, Any]:
        """A last day lies ahead."""
        values = super().clean() or {}
        day = values.get("ends_on")
        if day is not None and day < clock.today():
            self.add_error("ends_on", _("The day must lie ahead."))
        return values


class RightsForm(forms.Form):
    """Everything, or exactly these."""

    everything = forms.BooleanField(
        label=_("Everything, also what the API learns later"), required=False,
        help_text=_(
            "Sending files to Betalingsservice and reading what is in them is not in it: to give that, leave this "
            "empty and tick below."
        ),
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        label=_("Otherwise only this"), required=False, choices=rights, widget=forms.CheckboxSelectMultiple
    )
