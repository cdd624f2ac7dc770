"""One's own feeds of files, and those of one's SFTP users: made, made anew, ended (BP-48)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_FETCH
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.make_feed import make_feed
from selvbetjening.domain.deliveries.actions.revoke_feed import revoke_feed
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires

_MINE: Final = "mig"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the person, or one of her SFTP users; `code` is what the form sends."""

    code: str
    name: str
    account: UUID | None
    made_at: datetime | None
    read_on: date | None


@requires(FILES_FETCH)
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A line for each reader. The address is shown once, on the page that made it: nobody can read it out later."""
    acting, at = request.acting, clock.now()
    is_open = bool(acting.organization.choice("files_feed"))
    readers = _readers(request)
    context: dict[str, Any] = {"is_open": is_open, "is_manager": acting.is_manager}
    chosen = next((each for each in readers if each.code == request.POST.get("laeser")), None)
    if request.method == "POST" and chosen is not None and is_open:
        given: dict[str, Any] = {
            "membership": me(request).id,
            "account": chosen.account,
            "actor": acting.actor,
            "at": at,
        }
        if "luk" in request.POST:
            revoke_feed(acting.here, **given)
            words = gettext("The address is ended. Whoever has it reads nothing any more.")
            return saved(request, reverse("business:mft_feeds", args=[acting.here]), words)
        token = make_feed(acting.here, **given)
        base = organizations.business_origin()
        context |= {
            "made": chosen,
            "token": token,
            "address": base + reverse("business:mft_feed_with", args=[acting.here, token]),
            "quiet_address": base + reverse("business:mft_feed", args=[acting.here]),
        }
        readers = _readers(request)
    context["readers"] = readers
    return page(request, "business/filetransfer/feeds.html", title=gettext("Feed of new files"), **context)


def _readers(request: CompanyRequest) -> list[Reader]:
    here, member = request.acting.here, me(request)
    users = [row for row in ssh.accounts(here, membership=member.id) if row.state == "open"]
    found = queries.feeds_of(here, membership=member.id, accounts=[row.id for row in users])
    by_account = {row.account_id: row for row in found}
    readers: list[tuple[str, str, UUID | None]] = [(_MINE, member.name, None)]
    readers += [(str(row.id), f"{row.name} {row.label}".strip(), row.id) for row in users]
    return [_reader(code, name, account, by_account.get(account)) for code, name, account in readers]


def _reader(code: str, name: str, account: UUID | None, row: queries.FileFeed | None) -> Reader:
    return Reader(code, name, account, row.made_at if row else None, row.read_on if row else None)
