"""A key is tried out: live, with the holder's own program, or by comparing it without any connection (BP-42)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_KEYS
from selvbetjening.domain.access.queries import ssh_standing
from selvbetjening.domain.identity.actions.ssh_key_tests import begin_key_test
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.ssh import SshAttempt, SshKey
from selvbetjening.domain.identity.rules.ssh_doors import verdict
from selvbetjening.domain.identity.rules.ssh_key_tests import LASTS, KeyTest, key_test, named_in
from selvbetjening.domain.identity.rules.ssh_keys import SOUND_RSA, KeyRefused
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.doctor_words import Told, told
from selvbetjening.portals.business.sshkeys.forms import CompareForm
from selvbetjening.portals.business.sshkeys.users import server
from selvbetjening.portals.business.sshkeys.words import said, state_of
from selvbetjening.portals.gate import requires
from selvbetjening.portals.network import client_ip

_EVERY: Final = 1  # seconds between two looks
_NO_RIGHT: Final = Told(
    "failed", _("This user may neither send nor fetch files"), _("An Access Manager gives the right to it under Users.")
)


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """What to type, and then whether this key has just logged in; after five minutes of silence, what to check."""
    key, here, at = holders.found_key(request, ssh_key), request.acting.here, clock.now()
    if request.method == "POST":
        begin_key_test(here, key=key.id, at=at)
        return saved(request, request.path, gettext("Now log in with your program. What happens is shown here."))
    now = _now(request, key, at)
    context = {
        "key": key, "row": key.account, "test": now, "why": [(each, told(each.verdict)) for each in now.tries],
        "steps": _steps(now), "looks_every": _EVERY if now.is_open else 0, "server": server(),
        "closed": _closed(request, key, at), "minutes": int(LASTS.total_seconds() // 60),
        "back": reverse("business:sftp_user", args=[here, key.account_id]),
    }  # fmt: skip
    title = gettext("Test the key %(label)s") % {"label": key.label}
    return page(request, "business/sshkeys/key_test.html", title=title, **context)


def _now(request: CompanyRequest, key: SshKey, at: datetime) -> KeyTest[SshAttempt]:
    """With the attempts of this SFTP user, and slips in its name from the visitor's own address, since the press."""
    began = key.test_began_at
    tries: list[SshAttempt] = []
    if began is not None:
        address = str(client_ip(request) or "")
        tries = ssh.attempts(
            request.acting.here, account=key.account, since=began, address=address, strangers_since=began
        )
    return key_test(
        fingerprint=key.fingerprint, began_at=began, last_used_at=key.last_used_at, tries=tries, at=at
    )  # fmt: skip


def _steps(now: KeyTest[SshAttempt]) -> list[tuple[str, str, str]]:
    """Each of the three with tone and word: done, waiting, or where it stopped."""
    words = gettext("Your program reached our server"), gettext("The user name is known"), gettext("The key opened")
    found = []
    for place, each in enumerate(words):
        if place < now.steps:
            found.append((each, "active", gettext("Done")))
        elif place == now.steps and now.outcome in {"failed", "other_key", "silent"}:
            found.append((each, "failed", gettext("Not yet") if now.outcome == "silent" else gettext("Stopped here")))
        else:
            found.append((each, "ending", gettext("Waiting")))
    return found


def _closed(request: CompanyRequest, key: SshKey, at: datetime) -> Told | None:
    """What keeps the key from opening, as far as that is known before anybody connects. An address is not."""
    named = ssh.account_named(name=key.account.name)
    address = key.addresses[0].partition("/")[0] if key.addresses else ""
    found = verdict(account=named, fingerprint=key.fingerprint, address=address, at=at)
    if found != "ok":
        return told("closed" if found == "unknown_user" else found)
    if named is None or ssh_standing(request.acting.here, account=named, at=at).refused:
        return _NO_RIGHT
    return None


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """Type, length and fingerprint; and whether what is pasted is this key. Nothing that is pasted is kept."""
    key, here, at = holders.found_key(request, ssh_key), request.acting.here, clock.now()
    form = CompareForm(request.POST if request.method == "POST" else None)
    answer: dict[str, Any] = _compared(form, key, ssh.keys(here, account=key.account_id)) if form.is_bound else {}
    context = {
        "key": key, "row": key.account, "form": form, "state": state_of(key, at=at),
        "closed": _closed(request, key, at),
        "is_short": key.kind == "ssh-rsa" and key.bits < SOUND_RSA, "press": gettext("Compare"),
        "back": reverse("business:sftp_user", args=[here, key.account_id]), **answer,
    }  # fmt: skip
    title = gettext("Check the key %(label)s") % {"label": key.label}
    response = page(request, "business/sshkeys/key_compare.html", title=title, **context)
    if form.is_bound and form.errors:
        response.status_code = 422
    return response


def _compared(form: CompareForm, key: SshKey, others: list[SshKey]) -> dict[str, Any]:
    """The fingerprint that was given, and whose it is of this user's keys. A private key is not shown (KEY-02)."""
    if not form.is_valid():
        return {}
    try:
        found = named_in(text=bytearray(form.cleaned_data["text"].encode()))
    except KeyRefused as refused:
        if refused.code == "private":
            form.empty()
        form.add_error(*said(refused))
        return {}
    other = next((each for each in others if each.fingerprint == found and each.id != key.id), None)
    return {"given": found, "is_it": found == key.fingerprint, "other": other}
