"""The form that leads to the payment page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.payments.queries.ways import CardWay
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.paying.consent import Consent


class PayForm(forms.Form):
    """By which gateway, and whether the card is saved. `shown` and `words` are what the payer saw."""

    marks_optional = False
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    way = forms.ChoiceField(
        label=_("How do you want to pay?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to pay."),
            "invalid_choice": _("Choose how you want to pay."),
        },
    )
    save = forms.BooleanField(
        label=_("Save the card for later payments"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "save-words"}),
    )
    scope = forms.MultipleChoiceField(
        label=_("Only these subscriptions"),
        help_text=_("Tick none to let the card pay for everything."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(
        self,
        *args: Any,
        total: Money,
        ways: Sequence[CardWay],
        consent: Consent | None,
        choose_scope: bool,
        **kwargs: Any,
    ) -> None:
        """`consent` is None where no card can be saved; then nothing is asked about it."""
        super().__init__(*args, **kwargs)
        self.total, self.consent = total, consent
        self.fields["shown"].initial = amount_key(total)
        way: Any = self.fields["way"]
        way.choices = [(str(each.id), gettext("Card, by %(name)s") % {"name": each.name}) for each in ways]
        way.initial = str(ways[0].id)
        if len(ways) == 1:
            way.widget = forms.HiddenInput()
        if consent is None:
            del self.fields["save"], self.fields["words"]
        else:
            self.fields["words"].initial = consent.digest
        if consent is None or not choose_scope or len(consent.switching) < 2:
            del self.fields["scope"]
        else:
            scope: Any = self.fields["scope"]
            scope.choices = [(str(id_), name) for id_, name in consent.switching]

    @property
    def is_stale(self) -> bool:
        """Whether the payer saw another amount, or agreed to other words, than are so now (PY-03, PY-09)."""
        other_amount = self.data.get("shown", "") != amount_key(self.total)
        saves = self.consent is not None and bool(self.data.get("save"))
        return other_amount or (saves and self.data.get("words", "") != self.consent.digest)  # type: ignore[union-attr]

    @property
    def saves(self) -> bool:
        """Whether the card is to be saved (SB-31)."""
        return bool(self.cleaned_data.get("save"))

    @property
    def scope_chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data.get("scope") or []] if self.saves else []


def amount_key(amount: Money) -> str:
    """An amount as the form carries it."""
    return f"{amount.minor} {amount.currency}"
