"""The list of deliveries with its filters (BP-45, BP-49)."""

from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import FILES_FETCH, FILES_SEND
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.documents import STATES
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.queries import Delivery, Filters
from selvbetjening.kernel import clock
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.filetransfer.production import stands
from selvbetjening.portals.business.filetransfer.senders import reader, scope
from selvbetjening.portals.business.filetransfer.words import DOORS, ENVIRONMENTS, state_of
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires
from selvbetjening.portals.operation import scanner_is_away

_ROWS: Final = 30
#: What one looks for, and the states that it means.
GROUPS: Final[dict[str, tuple[Any, tuple[str, ...]]]] = {
    "venter": (_("Waiting for somebody"), ("held_duplicate", "awaiting_approval", "holding")),
    "undervejs": (_("On the way"), ("received", "scanning", "validating", "accepted", "processing")),
    "behandlet": (STATES["processed"], ("processed",)),
    "afvist": (_("Refused, in quarantine or failed"), ("rejected", "quarantined", "failed")),
    "ude": (_("Taken back or sent again"), ("withdrawn", "duplicate_of")),
}


class FilterForm(forms.Form):
    """Looks for something; nothing is asked for."""

    marks_optional = False
    q = forms.CharField(
        label=_("Look for"), required=False, max_length=80,
        help_text=_("Part of the file name, the number, the hash, the SFTP user or the key's fingerprint."),
    )  # fmt: skip
    tilstand = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All states")), *((code, words) for code, (words, _states) in GROUPS.items())],
    )  # fmt: skip
    person = forms.TypedChoiceField(
        label=pgettext_lazy("a file", "Sent by"), required=False, coerce=UUID, empty_value=None
    )
    miljoe = forms.ChoiceField(label=_("Environment"), required=False, choices=[("", _("Both")), *ENVIRONMENTS.items()])
    fra = DayField(label=_("From"), required=False)
    til = DayField(label=_("To and including"), required=False)

    def __init__(self, data: QueryDict, *, people: dict[UUID, str]) -> None:
        super().__init__(data)
        by_name = sorted(people.items(), key=lambda one: one[1])
        cast(forms.ChoiceField, self.fields["person"]).choices = [("", _("Everybody")), *by_name]

    @property
    def filters(self) -> dict[str, Any]:
        """As the query wants it; a field that is not understood narrows nothing."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        until = given.get("til")
        return {
            "text": given.get("q") or "",
            "states": GROUPS[given["tilstand"]][1] if given.get("tilstand") else (),
            "environment": given.get("miljoe") or "",
            "person": given.get("person"),
            "from_on": given.get("fra"),
            "until_on": until + timedelta(days=1) if until else None,
        }


@requires(FILES_FETCH)
@require_safe
def deliveries(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The newest first, thirty at a time."""
    acting = request.acting
    people = names_of(acting.here, ids=queries.senders(acting.here))
    form = FilterForm(request.GET, people=people)
    before = request.GET.get("foer", "")
    rows = queries.deliveries(
        acting.here,
        filters=Filters(pbs_numbers=scope(acting), reader=reader(acting), **form.filters),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 9 else None,
        limit=_ROWS + 1,
    )
    shown = rows[:_ROWS]
    asked = {name: value for name, value in request.GET.items() if value and name in form.fields}
    context = {
        "form": form,
        "rows": [(row, *state_of(row.state, refused=row.refused_count), _who(row, people)) for row in shown],
        "older": urlencode({**asked, "foer": shown[-1].number}) if len(rows) > _ROWS else "",
        "is_narrowed": bool(asked) or bool(before),
        **_on_their_way(acting, is_narrowed=bool(asked) or bool(before)),
        "may_send": acting.holds(FILES_SEND),
        "stands": stands(request),
        "scanner_is_away": scanner_is_away(at=clock.now()),
    }
    return page(request, "business/filetransfer/deliveries.html", title=gettext("Deliveries"), **context)


def _on_their_way(acting: Acting, *, is_narrowed: bool) -> dict[str, Any]:
    """What came over SFTP and is no delivery: cut off, waiting for a word, or speaking of a file that is not there."""
    if is_narrowed or scope(acting):
        return {}
    open_ones = queries.broken_off(acting.here)
    return {
        "broken_off": [each for each in open_ones if each.state != StagingState.WAITING],
        "waiting": [each for each in open_ones if each.state == StagingState.WAITING],
        "markers": queries.markers_of_nothing(acting.here),
    }


def _who(row: Delivery, people: dict[UUID, str]) -> str:
    """A machine's file is its SFTP user's; a person's is hers."""
    return row.sftp_user or (people.get(row.membership_id, "") if row.membership_id else "") or str(DOORS[row.door])
