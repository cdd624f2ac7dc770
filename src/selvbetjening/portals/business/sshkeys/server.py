"""The server's own keys, for whoever wants to know that it is us (BM-09)."""

import re
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import FILES_FETCH, FILES_KEYS
from selvbetjening.domain.identity.queries.host_keys import HostKeyChange, Standings, beside, changes, published
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.users import server as address
from selvbetjening.portals.gate import requires

_FINGERPRINT: Final = re.compile(r"SHA256:([A-Za-z0-9+/]{43})=?")


@requires(FILES_FETCH)
@require_safe
def server(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Fingerprints, lines for `known_hosts`, and a field to compare with what a program shows."""
    asked, keys = asked_words(request, "fingeraftryk", longest=200), published()
    found = _FINGERPRINT.search(asked)
    context = {
        "keys": keys,
        "coming": [(change, mine(request, change)) for change in changes()],
        "server": address(),
        "asked": asked,
        "is_ours": bool(found) and f"SHA256:{found[1]}" in {each.key.fingerprint for each in keys} if found else False,
        "is_readable": found is not None,
    }
    return page(request, "business/sshkeys/server.html", title=gettext("The SFTP server and its keys"), **context)


def mine(request: CompanyRequest, change: HostKeyChange) -> list[Standings]:
    """The SFTP users that the visitor sees, beside a change of the server's key; none for who looks after no keys."""
    if not request.acting.holds(FILES_KEYS):
        return []
    seen = {row.id for row in holders.visible(request)}
    return [each for each in beside(request.acting.here, change=change) if each.account.id in seen]


@requires(FILES_FETCH)
@require_safe
def known_hosts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The file that OpenSSH, curl and lftp compare with."""
    lines = "".join(f"{each.key.line}\n" for each in published())
    headers = {"Content-Disposition": 'attachment; filename="known_hosts"'}
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers=headers)
