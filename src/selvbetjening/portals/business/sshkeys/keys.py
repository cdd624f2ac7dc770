"""Keys of an SFTP user: let in, confirmed, switched off and on, removed (BP-42, KEY-01 to KEY-04)."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_KEYS
from selvbetjening.domain.identity.actions.ssh_keys import add_key, confirm_key, disable_key, enable_key, remove_key
from selvbetjening.domain.identity.queries.ssh import SshAccount, SshKey
from selvbetjening.domain.identity.rules.ssh_doors import networks_of
from selvbetjening.domain.identity.rules.ssh_keys import LARGEST_TEXT, KeyRefused, read
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.people.sure import Sure
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.forms import KeyForm
from selvbetjening.portals.business.sshkeys.words import said, state_of
from selvbetjening.portals.gate import confirmed_by_mitid, looked_at_first, requires

_STEP: Final = "keys"


def _private(request: CompanyRequest) -> HttpResponse | None:
    """A private key is refused before anything of the form is kept for MitID; the page shows nothing of it (KEY-02)."""
    file = request.FILES.get("file")
    given = [bytearray(request.POST.get("text", "").encode()), bytearray(file.read(LARGEST_TEXT) if file else b"")]
    if file:
        file.seek(0)
    for text in given:
        try:
            read(text=text)
        except KeyRefused as refused:
            if refused.code == "private" and request.resolver_match is not None:
                row = holders.found(request, request.resolver_match.kwargs["ssh_account"])
                return _asking(request, row, KeyForm(request.POST).emptied(), refused)
    return None


@requires(FILES_KEYS)
@looked_at_first(_private)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """One more key; earlier ones go on, so that nobody is locked out while programs change over (BM-09)."""
    row = holders.found(request, ssh_account)
    if not holders.may_add(request, row):
        raise Http404
    form = KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()
    if request.method != "POST" or not form.is_valid():
        return _asking(request, row, form)
    try:
        with transaction.atomic():
            made = _added(request, row, form.cleaned_data)
    except KeyRefused as refused:
        return _asking(request, row, form, refused)
    words = gettext("The key is added. It opens from now on, and expires on its day. Test it below.")
    if made.kind == "ssh-rsa" and made.bits < 3072:
        words = gettext("The key is added, but it is short: an RSA key under 3072 bits lives for 12 months at most.")
    return saved(request, reverse("business:sftp_user", args=[request.acting.here, row.id]), words)


def _added(request: CompanyRequest, row: SshAccount, values: dict[str, Any]) -> SshKey:
    text = values["text"].encode() if values["text"] else values["file"].read(LARGEST_TEXT + 1)
    acting = request.acting
    return add_key(
        acting.here, account=row.id, text=bytearray(text), label=values["label"], months=int(values["months"]),
        addresses=networks_of(text=values["addresses"]), by=me(request).id, actor=acting.actor, at=clock.now(),
    )  # fmt: skip


def _asking(request: CompanyRequest, row: SshAccount, form: KeyForm, refused: KeyRefused | None = None) -> HttpResponse:
    if refused is not None:
        form.add_error(*said(refused))
    context = {
        "form": form, "row": row, "files": True, "press": gettext("Add the key"),
        "back": reverse("business:sftp_user", args=[request.acting.here, row.id]),
    }  # fmt: skip
    title = gettext("A new key for %(name)s") % {"name": row.name}
    response = page(request, "business/sshkeys/key_add.html", title=title, **context)
    if refused is not None:
        response.status_code = 409 if refused.code in {"taken", "revoked", "too_many"} else 422
    return response


@requires(FILES_KEYS)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """Away for good; live connections are cut."""
    words = gettext("Remove a key"), gettext("Remove"), gettext("The key is removed.")
    why = gettext("Connections of this SFTP user are cut at once, and the key never opens again.")
    return _sure(request, ssh_key, remove_key, words, why)


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """At once and without MitID, since it is the careful thing to do; switching on again takes it back (BM-06)."""
    words = gettext("Switch a key off"), gettext("Switch off"), gettext("The key is switched off.")
    why = gettext("Connections of this SFTP user are cut at once. You can switch the key on again later.")
    return _sure(request, ssh_key, disable_key, words, why)


@requires(FILES_KEYS)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def switch_on(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """Undo the switching off."""
    words = gettext("Switch a key on again"), gettext("Switch on"), gettext("The key opens again.")
    return _sure(request, ssh_key, enable_key, words, gettext("Compare the fingerprint before you say yes."))


@requires(FILES_KEYS)
@confirmed_by_mitid(_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CompanyRequest, organization: UUID, ssh_key: UUID) -> HttpResponse:
    """Let a key open that came as a file; its holder says so."""
    row = holders.found_key(request, ssh_key)
    if not holders.may_add(request, row.account):
        raise Http404
    words = gettext("Confirm a key"), gettext("Let it open"), gettext("The key opens from now on.")
    return _sure(request, ssh_key, confirm_key, words, gettext("Compare the fingerprint before you say yes."))


def _sure(
    request: CompanyRequest, key: UUID, act: Callable[..., None], words: tuple[str, str, str], why: str
) -> HttpResponse:
    """The key as it is, and one button."""
    row, acting = holders.found_key(request, key), request.acting
    title, press, done = words
    back = reverse("business:sftp_user", args=[acting.here, row.account_id])
    if request.method == "POST":
        act(acting.here, key=row.id, actor=acting.actor, at=clock.now())
        return saved(request, back, done)
    context = {"form": Sure(), "key": row, "why": why, "press": press, "back": back}
    context["state"] = state_of(row, at=clock.now())
    return page(request, "business/sshkeys/key_sure.html", title=title, **context)
