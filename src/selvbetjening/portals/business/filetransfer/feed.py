"""The Atom feed itself: read by programs, opened by the secret in its address or as a password (BP-48)."""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.queries import ssh_standing
from selvbetjening.domain.access.queries.standing import standing_of
from selvbetjening.domain.access.rules.ssh_standing import SshStanding, of_person
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.note_feed import note_feed
from selvbetjening.domain.deliveries.queries import FileFeed, OutFile
from selvbetjening.domain.deliveries.rules.feeds import FEED_MISSES, FEED_READS
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.filetransfer.words import kind_of
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network

_SHOWN = 100


class _Feed(Atom1Feed):
    """Dated by its newest entry; one without any by the day on which its address was made."""

    def latest_post_date(self) -> datetime:
        dates: list[datetime] = [item["pubdate"] for item in self.items] or [self.feed["made_at"]]
        return max(dates)


@public
@require_safe
def feed(request: HttpRequest, organization: UUID, token: str = "") -> HttpResponse:
    """What lies ready for this reader: no name, no amount, no company's name. Everything that does not fit is 404."""
    here, at = OrganizationId(organization), clock.now()
    secret = token or _password(request)
    with within(here):
        found = queries.feed_with(here, token=secret) if secret else None
        reader = _reader(here, found, at) if found else None
        again_at = _again_at(request, here, found if reader else None, at)
        if again_at is not None:
            wait = max(1, int((again_at - at).total_seconds()))
            return HttpResponse(status=429, headers={"Retry-After": str(wait)})
        if found is None or reader is None:
            return _nothing(asks=not secret)
        content = _drawn(here, found, reader)
        if request.method == "GET":
            note_feed(here, feed=found.id, on=copenhagen_day(at))
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8", headers={"ETag": tag})


def _password(request: HttpRequest) -> str:
    """The secret as a feed reader sends a password, so that it stands in no address and in no log of addresses."""
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    try:
        _name, colon, word = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return ""
    return word if kind.lower() == "basic" and colon else ""


def _nothing(*, asks: bool) -> HttpResponse:
    """The same for a wrong secret, an ended one, no company, and one that has switched feeds off."""
    response = HttpResponse(status=401 if asks else 404, content_type="text/plain; charset=utf-8")
    if asks:  # a reader sends its password only when it is asked for it
        response.headers["WWW-Authenticate"] = 'Basic realm="feed", charset="UTF-8"'
    return response


def _again_at(request: HttpRequest, here: OrganizationId, found: FileFeed | None, at: datetime) -> datetime | None:
    if found is not None:
        return count_up(here, limit=FEED_READS, subject=str(found.id), at=at)
    if organizations.is_known(here):
        return count_up(here, limit=FEED_MISSES, subject=network(request), at=at)
    return None


def _reader(here: OrganizationId, found: FileFeed, at: datetime) -> tuple[SshStanding, str] | None:
    """What the reader may fetch now, and of which environment; None where that is nothing any more (SEC-27)."""
    if found.account_id is None:
        standing = standing_of(here, membership=found.membership_id, today=copenhagen_day(at))
        may, environment = of_person(found=standing), "production"
    else:
        row = ssh.account(here, account=found.account_id)
        account = ssh.account_named(name=row.name) if row and row.state == "open" else None
        if row is None or account is None or found.membership_id not in _holders(row):
            return None
        may, environment = ssh_standing(here, account=account, at=at), row.environment
    return (may, environment) if may.may_fetch and not may.refused else None


def _holders(row: ssh.SshAccount) -> set[UUID | None]:
    return {row.membership_id, row.responsible_membership_id}


def _drawn(here: OrganizationId, found: FileFeed, reader: tuple[SshStanding, str]) -> bytes:
    may, environment = reader
    rows = queries.out_files(
        here, environment=environment, account=found.account_id, pbs_numbers=may.pbs_numbers, limit=_SHOWN
    )
    page = organizations.business_origin() + reverse("business:mft_collect", args=[here])
    with override(language_of(organizations.get(here).language)):
        drawn = _Feed(
            title=gettext("Files that lie ready"), link=page, description="", feed_guid=f"urn:uuid:{found.id}",
            author_name="My File Transfer", made_at=found.made_at,
        )  # fmt: skip
        for row in rows:
            drawn.add_item(**_entry(row, page))
        return drawn.writeString("utf-8").encode()


def _entry(row: OutFile, page: str) -> dict[str, Any]:
    """A kind, a PBS number and a size: whoever reads over somebody's shoulder learns of no person."""
    title = f"{kind_of(row.kind)} {row.pbs_number}".strip()
    return {
        "title": title, "link": page, "description": filesizeformat(row.size), "unique_id": f"urn:uuid:{row.id}",
        "pubdate": row.made_at, "updateddate": row.made_at,
    }  # fmt: skip
