"""Forms about users: names, solutions with what may be done in them, ends."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.access.queries.people import GrantRow, MemberRow
from selvbetjening.domain.access.rules.invitations import InvitationDetails, WantedGrant
from selvbetjening.kernel import clock
from selvbetjening.portals.business import words
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.solutions import choices

LIVES: Final = [(24, _("1 day")), (72, _("3 days")), (168, _("7 days")), (336, _("14 days"))]
_ROLES: Final = [("user", pgettext_lazy("role in a company", "User")), ("access_manager", _("Access Manager"))]
_LANGUAGES: Final = [("da", "Dansk"), ("en", "English")]


class SolutionsForm(forms.Form):
    """A box for each solution that the company has, with its actions below it; nothing ticked below: all of them."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code in ACTIONS if acting.standing and code in acting.standing.solutions]
        for code, name in choices(self.codes):
            self.fields[f"has_{code}"] = forms.BooleanField(required=False, label=name)
            self.fields[f"may_{code}"] = forms.MultipleChoiceField(
                required=False,
                label=_("What may be done there (nothing chosen: everything)"),
                choices=[(action, words.ACTIONS[action]) for action in ACTIONS[code]],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["access_ends_on"] = DayField(
            required=False,
            label=_("Access to the solutions ends on"),
            help_text=_("The first day without access. Empty: as long as the company's rules say."),
        )

    @property
    def solutions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, for the page."""
        return [(self[f"has_{code}"], self[f"may_{code}"]) for code in self.codes]

    def grants(self) -> tuple[WantedGrant, ...]:
        """What was ticked, as the actions want it. The form is valid."""
        values = self.cleaned_data
        return tuple(
            WantedGrant(solution=code, actions=tuple(values[f"may_{code}"]), ends_on=values["access_ends_on"])
            for code in self.codes
            if values[f"has_{code}"]
        )


class InviteForm(SolutionsForm):
    """One person: a colleague, or a partner from another company (BP-15, BP-16)."""

    quiet_fields = ("partner_cvr", "partner_name", "reason")
    given_name = forms.CharField(label=_("First name"), max_length=120)
    surname = forms.CharField(label=_("Surname"), max_length=120, help_text=_("As in MitID: it is compared."))
    email = forms.EmailField(label=_("Work e-mail address"))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=_ROLES,
        widget=forms.RadioSelect,
        help_text=_("An Access Manager reaches all solutions, and decides who else has access."),
    )
    is_external = forms.BooleanField(
        label=_("Works in another company (external partner)"),
        required=False,
        help_text=_("Then fill in the three fields below. For a colleague they stay empty."),
    )
    partner_cvr = forms.CharField(label=_("The partner's CVR number"), max_length=20, required=False)
    partner_name = forms.CharField(label=_("The partner's name"), max_length=120, required=False)
    reason = forms.CharField(label=_("Why does the partner need access?"), max_length=200, required=False)
    ends_on = DayField(
        label=_("User until"), required=False, help_text=_("A partner always has an end; at most 24 months ahead.")
    )
    hours = forms.TypedChoiceField(label=_("The link works for"), choices=LIVES, coerce=int, initial=72)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=_LANGUAGES, initial="da")
    message = forms.CharField(
        label=_("A few words from you"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Plain text; links are removed."),
    )

    def clean(self) -> dict[str, Any]:
        """A partner's three fields belong together."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("is_external"):
            for name in ("partner_cvr", "partner_name", "reason"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, _("This must be filled in for an external partner."))
        return values

    def details(self) -> InvitationDetails:
        """As the action wants it. The form is valid."""
        values = self.cleaned_data
        named = ("given_name", "surname", "email", "phone", "role", "hours", "message", "language", "is_external",
                 "partner_cvr", "partner_name", "reason", "ends_on")  # fmt: skip
        grants = () if values["role"] == "access_manager" else self.grants()
        return InvitationDetails(**{name: values[name] for name in named}, grants=grants)


class ManyForm(SolutionsForm):
    """Several colleagues in one go: one line for each (BP-15)."""

    people = forms.CharField(
        label=_("People"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One line for each, at most 25: first name; surname; e-mail address"),
    )
    hours = forms.TypedChoiceField(label=_("The link works for"), choices=LIVES, coerce=int, initial=72)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=_LANGUAGES, initial="da")

    def clean_people(self) -> list[tuple[str, str, str]]:
        """The lines as three values each."""
        rows = []
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            parts = [part.strip() for part in line.replace("\t", ";").split(";")]
            if not any(parts):
                continue
            if len(parts) != 3 or not all(parts):
                message = _("Line %(number)s must have a first name, a surname and an e-mail address.")
                raise forms.ValidationError(message, params={"number": number})
            rows.append((parts[0], parts[1], parts[2]))
        if not 1 <= len(rows) <= 25:
            raise forms.ValidationError(_("Write between 1 and 25 lines."))
        return rows

    def details(self) -> list[InvitationDetails]:
        """One invitation for each line, all with the same access. The form is valid."""
        values = self.cleaned_data
        return [
            InvitationDetails(
                given_name=given, surname=surname, email=email, grants=self.grants(), hours=values["hours"],
                language=values["language"],
            )
            for given, surname, email in values["people"]
        ]  # fmt: skip


class SuspendForm(forms.Form):
    """BP-22."""

    reason = forms.CharField(label=_("Reason, for Access Managers only"), max_length=200, required=False)
    until = DayField(
        label=_("Until"), required=False,
        help_text=_("You are reminded on that day. Nobody is let in again by itself."),
    )  # fmt: skip


class DeleteForm(forms.Form):
    """BP-24: the surname, to be sure."""

    surname = forms.CharField(label=_("Write the person's surname"), max_length=120)


class EndForm(forms.Form):
    """BP-26."""

    ends_on = DayField(label=_("User until"), required=False, help_text=_("Leave it empty for no end."))


class GrantForm(forms.Form):
    """One more solution for a user (BP-20)."""

    solution = forms.ChoiceField(label=_("Solution"))
    actions = forms.MultipleChoiceField(
        required=False,
        label=_("What may be done there (nothing chosen: everything)"),
        widget=forms.CheckboxSelectMultiple,
    )
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Empty: as long as the company's rules say."))
    is_permanent = forms.BooleanField(label=_("Without an end (write a reason)"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, acting: Acting, solution: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has = acting.standing.solutions if acting.standing else frozenset()
        chosen = [code for code in ACTIONS if code in has]
        self.fields["solution"].choices = choices(chosen)  # type: ignore[attr-defined]
        every = {action for code in chosen for action in ACTIONS[code]}
        self.fields["actions"].choices = [  # type: ignore[attr-defined]
            (action, words.ACTIONS[action]) for action in words.ACTIONS if action in every
        ]

    def wanted(self) -> WantedGrant:
        """As the action wants it. The form is valid."""
        values = self.cleaned_data
        return WantedGrant(
            solution=values["solution"], actions=tuple(values["actions"]), ends_on=values["ends_on"],
            is_permanent=values["is_permanent"], reason=values["reason"],
        )  # fmt: skip


class ManyGrantsForm(GrantForm):
    """One solution for several users in one go (BP-20)."""

    members = forms.MultipleChoiceField(label=_("Users"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: Sequence[MemberRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (str(row.id), f"{row.name}, {row.email}") for row in rows
        ]
        self.order_fields(["solution", "members"])


class RestoreForm(forms.Form):
    """Nothing comes back by itself: the earlier access stands ticked, and the manager looks at it (BP-23)."""

    grants = forms.MultipleChoiceField(
        required=False, label=_("Access that comes back"), widget=forms.CheckboxSelectMultiple
    )
    as_manager = forms.BooleanField(
        required=False, label=_("Comes back as Access Manager"), help_text=_("Is confirmed with MitID.")
    )
    ends_on = DayField(label=_("User until"), required=False, help_text=_("A partner always has an end."))

    def __init__(self, *args: Any, row: MemberRow, grants: Sequence[GrantRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {grant.solution: grant for grant in grants}
        self.fields["grants"].choices = choices(self.earlier)  # type: ignore[attr-defined]
        self.initial["grants"] = list(self.earlier)
        if row.role != "access_manager":
            del self.fields["as_manager"]
        if not self.earlier:
            del self.fields["grants"]
        # Nobody gets more time by being restored: the end there was stands there until somebody writes another.
        today = clock.today()
        self.ahead = {code: _ahead(grant.ends_on, today) for code, grant in self.earlier.items()}
        self.initial["ends_on"] = _ahead(row.ends_on, today)
        self.fields["ends_on"].required = row.is_external

    def wanted(self) -> list[WantedGrant]:
        """The ticked ones as they were. The form is valid."""
        kept = [self.earlier[code] for code in self.cleaned_data.get("grants", [])]
        return [
            WantedGrant(
                solution=grant.solution, actions=grant.actions, pbs_numbers=grant.pbs_numbers,
                ends_on=self.ahead[grant.solution], is_permanent=grant.is_permanent, reason=grant.reason,
            )
            for grant in kept
        ]  # fmt: skip


def _ahead(day: date | None, today: date) -> date | None:
    return day if day is not None and day > today else None
