"""Each thing that can go wrong at the SFTP door, what it means and what mends it: the fix table of BM-08."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Told:
    """Tone of the badge, what happened, and what to do; no `fix` where all is well."""

    tone: str
    what: Promise
    fix: Promise | str = ""

    @property
    def short(self) -> str:
        """The badge's word."""
        return str(_SHORT[self.tone])


_SHORT: Final[dict[str, Promise]] = {
    "active": pgettext_lazy("a connection", "Works"),
    "ending": pgettext_lazy("a connection", "Works in part"),
    "failed": pgettext_lazy("a connection", "Refused"),
}
TABLE: Final[dict[str, Told]] = {
    "ok": Told("active", _("Logged in")),
    "unknown_user": Told(
        "failed", _("The user name is not known here"),
        _("Compare it with the user name on this page, letter by letter. It begins with p or t, and has 9 signs."),
    ),
    "unknown_key": Told(
        "failed", _("The key is not one of this user's"),
        _("Compare the fingerprint with your own (ssh-keygen -lf KEY.pub). If the key is yours, add it here. If not,"
          " choose the right one in your program."),
    ),
    "weak_key": Told(
        "failed", _("The key is too weak, or of a kind that cannot be used"),
        _("Make a new pair with ed25519, or RSA with at least 3072 bits, and add its public key here."),
    ),
    "pending_key": Told(
        "failed", _("The key waits for somebody's yes"), _("Confirm it on the page of this SFTP user."),
    ),
    "disabled_key": Told(
        "failed", _("The key is switched off"), _("Switch it on again on the page of this SFTP user, or use another."),
    ),
    "revoked_key": Told(
        "failed", _("The key was removed"), _("A removed key never opens again. Make a new pair, and add it here."),
    ),
    "expired_key": Told(
        "failed", _("The key has expired"), _("Make a new pair, add its public key here, and change over to it."),
    ),
    "address": Told(
        "failed", _("The key may not be used from this address"),
        _("The key has a list of addresses. Connect from one of them, or add a new key with another list."),
    ),
    "closed": Told(
        "failed", _("The SFTP user is closed"),
        _("The person's access was suspended or ended. An Access Manager can restore it; then open the user again."),
    ),
    "suspended": Told(
        "failed", _("Nobody is responsible for this machine any more"),
        _("An Access Manager must choose somebody who is responsible."),
    ),
    "no_key": Told(
        "failed", _("No key was offered: a password was tried, or the program found no key"),
        _("Only keys open here. Choose the private key in your program. A program from before 2016 may sign with SHA-1"
          " only (ssh-rsa): update it."),
    ),
    "too_many_tries": Told(
        "failed", _("Too many keys were tried in one connection"),
        _("Your program offers every key it knows. Let it offer the right one only (OpenSSH: IdentitiesOnly=yes)."),
    ),
    "banned": Told(
        "failed", _("The address is shut out for a while: too many wrong tries"),
        _("Stop the program that tries the wrong key. The address is let in again at the time in this row."),
    ),
    "too_many_connections": Told(
        "failed", _("Too many connections at the same time"),
        _("A user may have five. Close some, or let the program use fewer connections at a time."),
    ),
    "algorithms": Told(
        "failed", _("Your program and our server have no algorithm in common"),
        _("Update the program. What each of the two offered stands in this row."),
    ),
    "refused_path": Told(
        "ending", _("Logged in, but something was refused"),
        _("Files to us go into /ind and its folders, files from us lie in /ud. See the guide for the folders."),
    ),
    "incomplete": Told(
        "ending", _("A file was closed before it was complete"),
        _("It is not delivered. Go on with it (reput), or send it again under the same name."),
    ),
    "access_ended": Told(
        "failed", _("The access ended, and the connection was cut"),
        _("The user needs the right to send or fetch files. An Access Manager gives it under Users."),
    ),
}  # fmt: skip
#: Codes that are kept and say nothing more than these.
_SAME: Final = {"cut": "access_ended"}


def told(verdict: str) -> Told:
    """What to say of a verdict. Raises KeyError for one that is none."""
    return TABLE[_SAME.get(verdict, verdict)]
