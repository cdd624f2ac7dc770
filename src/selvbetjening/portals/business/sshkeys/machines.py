"""SFTP users of machines, and who answers for each (BP-42, annex B.3): an Access Manager's to make and to give."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions.sftp_users import open_for_machine
from selvbetjening.domain.access.permissions import FILE_TRANSFER, MANAGE
from selvbetjening.domain.identity.actions.ssh_accounts import choose_responsible
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.production import stands
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.forms import MachineForm, ResponsibleForm
from selvbetjening.portals.gate import confirmed_by_mitid, requires


@requires(MANAGE)
@confirmed_by_mitid("keys")
@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A machine's own user: what it may do stands here, not in anybody's access."""
    acting = request.acting
    given = request.POST if request.method == "POST" else None
    form = MachineForm(given, people=_people(request), initial={"responsible": str(me(request).id)})
    made: list[UUID] = []

    def make(values: dict[str, Any]) -> None:
        row = open_for_machine(
            acting.here, label=values["label"], responsible=UUID(values["responsible"]),
            environment=values["environment"], may_send="send" in values["may"], may_fetch="fetch" in values["may"],
            pbs_numbers=values["pbs_numbers"], actor=acting.actor, at=clock.now(),
        )  # fmt: skip
        made.append(row.id)

    if request.method == "POST" and attempt(form, make):
        address = reverse("business:sftp_user", args=[acting.here, made[0]])
        return saved(request, address, gettext("The machine has an SFTP user. The person responsible adds its key."))
    context = {
        "form": form,
        "back": reverse("business:sftp_users", args=[acting.here]),
        "press": gettext("Make the SFTP user"),
        "stands": stands(request),
    }
    return page(request, "business/sshkeys/machine.html", title=gettext("An SFTP user for a machine"), **context)


@requires(MANAGE)
@confirmed_by_mitid("keys")
@require_http_methods(["GET", "HEAD", "POST"])
def responsible(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """Somebody else answers for the machine from now on."""
    acting, row = request.acting, holders.found(request, ssh_account)
    if not row.is_machine:
        raise Http404
    back = reverse("business:sftp_user", args=[acting.here, row.id])
    given = request.POST if request.method == "POST" else None
    form = ResponsibleForm(
        given, people=_people(request), initial={"responsible": str(row.responsible_membership_id)}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = UUID(form.cleaned_data["responsible"])
        choose_responsible(acting.here, account=row.id, responsible=chosen, actor=acting.actor, at=clock.now())
        return saved(request, back)
    context = {"form": form, "back": back}
    title = gettext("Who answers for %(name)s?") % {"name": row.label}
    return page(request, "business/sshkeys/machine.html", title=title, **context)


def _people(request: CompanyRequest) -> list[tuple[str, str]]:
    """Who may look after keys here: active users with this action, and the Access Managers."""
    acting = request.acting
    _count, rows = access.members(
        acting.here, today=acting.today, states=("active",), solution=FILE_TRANSFER, limit=None
    )
    return [
        (str(row.id), row.name)
        for row in rows
        if row.role == "access_manager"
        or any(grant.solution == FILE_TRANSFER and "keys" in grant.actions for grant in row.grants)
    ]
