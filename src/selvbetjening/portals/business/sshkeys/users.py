"""SFTP users: whom the visitor sees, each with its keys, one's own opened, any of them ended (BP-42)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.actions.sftp_users import open_for_person
from selvbetjening.domain.access.permissions import FILES_KEYS
from selvbetjening.domain.access.queries import ssh_standing
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.identity.actions.ssh_accounts import end_account
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.ssh import SshAccount, SshKey
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.portals.business.filetransfer.production import stands
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.filetransfer.words import ENVIRONMENTS
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.forms import UserForm
from selvbetjening.portals.business.sshkeys.words import USERS, state_of
from selvbetjening.portals.gate import requires

#: A new key in use so often, and an old one unused for so long: the old one can go (BM-09).
_ENOUGH, _LONG, _SOON = 3, timedelta(days=7), timedelta(days=30)
_TEMPLATES: Final = "business/sshkeys"


@requires(FILES_KEYS)
@require_safe
def users(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Persons first, then machines; each with how many keys it has, and the next of them to expire."""
    found, at = holders.visible(request), clock.now()
    people = holders.names(request, found)
    mine = {row.environment for row in found if row.membership_id == me(request).id and row.state == "open"}
    context = {
        "rows": [(row, _who(row, people), *_state(row), *_counted(request, row, at)) for row in found],
        "environments": ENVIRONMENTS,
        "may_open": len(mine) < len(ENVIRONMENTS),
        "is_manager": request.acting.is_manager,
        "stands": stands(request),
    }
    return page(request, f"{_TEMPLATES}/users.html", title=gettext("SFTP users and keys"), **context)


def _state(row: SshAccount) -> tuple[str, str]:
    tone, word = USERS[row.state]
    return tone, str(word)


def _who(row: SshAccount, people: dict[UUID, str]) -> str:
    holder = holders.holder_of(row)
    name = people.get(holder, "") if holder else ""
    return f"{row.label} ({name})" if row.is_machine and name else row.label or name


def _counted(request: CompanyRequest, row: SshAccount, at: datetime) -> tuple[int, date | None, date | None]:
    """How many keys open, when the first of them ends, and when one was used last."""
    keys = [key for key in ssh.keys(request.acting.here, account=row.id) if key.expires_at > at]
    live = [key for key in keys if key.state == "active"]
    used = [key.last_used_at for key in keys if key.last_used_at]
    first, last = min((key.expires_at for key in live), default=None), max(used, default=None)
    return len(live), first and copenhagen_day(first), last and copenhagen_day(last)


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_own(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """One's own SFTP user, for tests or for real; without a key it opens nothing yet."""
    acting, form = request.acting, UserForm(request.POST if request.method == "POST" else None)
    back = reverse("business:sftp_users", args=[acting.here])
    made: list[SshAccount] = []

    def make(values: dict[str, Any]) -> None:
        made.append(
            open_for_person(
                acting.here, membership=me(request).id, environment=values["environment"], actor=acting.actor,
                at=clock.now(),
            )
        )  # fmt: skip

    if request.method == "POST" and attempt(form, make):
        return saved(request, _address(request, made[0]), gettext("Your SFTP user is ready. Now add a key."))
    context = {"form": form, "back": back, "press": gettext("Make my SFTP user"), "stands": stands(request)}
    return page(request, f"{_TEMPLATES}/user_new.html", title=gettext("My SFTP user"), **context)


@requires(FILES_KEYS)
@require_safe
def user(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """One SFTP user: how to connect, its keys with their last use, and what can be done."""
    row, here, at = holders.found(request, ssh_account), request.acting.here, clock.now()
    keys = ssh.keys(here, account=row.id)
    people = holders.names(request, [row])
    named = ssh.account_named(name=row.name)
    standing = ssh_standing(here, account=named, at=at) if named else None
    context = {
        "row": row, "who": _who(row, people), "keys": _keys(request, keys, at), "old": _old(keys, at),
        "untried": _untried(keys, at),
        "state": _state(row), "environment": ENVIRONMENTS[row.environment], "standing": standing,
        "may_add": holders.may_add(request, row), "may_choose": request.acting.is_manager and row.is_machine,
        "is_mine": row.membership_id == me(request).id, "server": server(),
        "stands": stands(request) if row.environment == "production" else None,
    }  # fmt: skip
    return page(request, f"{_TEMPLATES}/user.html", title=gettext("SFTP user %(name)s") % {"name": row.name}, **context)


def server() -> dict[str, Any]:
    """Where clients connect to."""
    from django.conf import settings

    return {"host": settings.SFTP_HOST, "port": settings.SFTP_PORT}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the table shows it: `ends_on` is the first day on which it opens no more."""

    key: SshKey
    tone: str
    word: str
    adder: str
    added_on: date
    ends_on: date
    ends_soon: bool


def _keys(request: CompanyRequest, keys: list[SshKey], at: datetime) -> list[KeyRow]:
    adders = names_of(request.acting.here, ids={key.added_by_id for key in keys if key.added_by_id})
    return [
        KeyRow(
            key, *state_of(key, at=at), adders.get(key.added_by_id, "") if key.added_by_id else "",
            copenhagen_day(key.added_at), copenhagen_day(key.expires_at), at < key.expires_at <= at + _SOON,
        )
        for key in keys
    ]  # fmt: skip


def _old(keys: list[SshKey], at: datetime) -> SshKey | None:
    """A key that a newer one has taken over from (BM-09): the newer one is in use, and this one is not any more."""
    live = [key for key in keys if key.state == "active" and key.expires_at > at]
    for place, key in enumerate(live):
        replaced = any(newer.uses >= _ENOUGH for newer in live[place + 1 :])
        if replaced and (key.last_used_at is None or key.last_used_at <= at - _LONG):
            return key
    return None


def _untried(keys: list[SshKey], at: datetime) -> SshKey | None:
    """The newest key that could open and has not yet."""
    found = [key for key in keys if key.state == "active" and key.expires_at > at and key.last_used_at is None]
    return found[-1] if found else None


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """End an SFTP user for good: connections are cut at once; its name is never used again."""
    row, acting = holders.found(request, ssh_account), request.acting
    if request.method == "POST":
        end_account(acting.here, account=row.id, actor=acting.actor, at=clock.now())
        address = reverse("business:sftp_users", args=[acting.here])
        return saved(request, address, gettext("The SFTP user %(name)s has ended.") % {"name": row.name})
    context = {"form": Sure(), "row": row, "back": _address(request, row), "press": gettext("End the SFTP user")}
    title = gettext("End the SFTP user %(name)s") % {"name": row.name}
    return page(request, f"{_TEMPLATES}/user_end.html", title=title, **context)


def _address(request: CompanyRequest, row: SshAccount) -> str:
    return reverse("business:sftp_user", args=[request.acting.here, row.id])
