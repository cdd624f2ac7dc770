"""The connection doctor: what was tried with an SFTP user just now, why it failed, and what mends it (BM-08)."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_KEYS
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.identity.actions.ssh_accounts import look_on
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.host_keys import HostKeyChange, Standings, beside, changes, published
from selvbetjening.domain.identity.queries.ssh import SshAccount, SshAttempt
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.production import stands
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.doctor_words import told
from selvbetjening.portals.business.sshkeys.users import server
from selvbetjening.portals.gate import requires
from selvbetjening.portals.network import client_ip

WINDOW: Final = timedelta(minutes=15)
_KEPT: Final = timedelta(hours=24)
_EVERY: Final = 1  # seconds between two looks: what was tried is explained within two (BM-08)


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def doctor(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """What this user's name was used for within a day; for 15 minutes after a press also slips from one's own address.

    Nothing of another company is shown, nor whether a name is somebody's elsewhere.
    """
    row, here, at = holders.found(request, ssh_account), request.acting.here, clock.now()
    if request.method == "POST":
        look_on(here, account=row.id, until=at + WINDOW)
        return saved(request, request.path, gettext("Now try to connect. What happens is shown here."))
    is_open = row.doctor_until is not None and row.doctor_until > at
    address = str(client_ip(request) or "")
    since = row.doctor_until - WINDOW if row.doctor_until and is_open else at
    found = ssh.attempts(here, account=row, since=at - _KEPT, address=address if is_open else "", strangers_since=since)
    context = {
        "row": row, "attempts": [(each, told(each.verdict)) for each in _shown(found)], "begun": _begun(request, row),
        "logins": [each for each in found[1:] if each.verdict == "ok"],
        "until": row.doctor_until if is_open else None, "looks_every": _EVERY if is_open else 0, "address": address,
        "server": server(), "host_keys": published(), "coming": _coming(request, row),
        "may_add": holders.may_add(request, row),
        "stands": stands(request) if row.environment == "production" else None,
        "back": reverse("business:sftp_user", args=[here, row.id]),
    }  # fmt: skip
    title = gettext("Connection doctor for %(name)s") % {"name": row.name}
    return page(request, "business/sshkeys/doctor.html", title=title, **context)


def _shown(found: list[SshAttempt]) -> list[SshAttempt]:
    """The newest, whatever it is, and what needs somebody; the other logins that worked are only counted."""
    return [each for place, each in enumerate(found) if place == 0 or each.verdict != "ok"]


def _begun(request: CompanyRequest, row: SshAccount) -> list[tuple[Any, bool]]:
    """Files that are not delivered: cut off, incomplete, or still under a temporary name."""
    by = By(door="sftp", actor=request.acting.actor, account=row.id)
    found = deliveries.stagings(request.acting.here, by=by, environment=row.environment)
    return [(each, each.is_temporary) for each in found]


def _coming(request: CompanyRequest, row: SshAccount) -> list[tuple[HostKeyChange, Standings]]:
    """What is announced of the server's keys, and whether this user's program knows it (BM-09)."""
    found = [(change, beside(request.acting.here, change=change)) for change in changes()]
    return [(change, each) for change, mine in found for each in mine if each.account.id == row.id]
