"""What the key pages say: refusals of keys with their codes (annex J), states, and what the doctor found (BM-08)."""

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.identity.queries.ssh import SshKey
from selvbetjening.domain.identity.rules.ssh_keys import MOST_KEYS, KeyRefused

_NEUTRAL: Final = _("The key cannot be used here. Make a new one.")
#: Code of the rules → field of the form, code of annex J, words.
_REFUSED: Final[dict[str, tuple[str, str, Promise]]] = {
    "private": (
        "text", "KEY-02",
        _("This is a private key. It is not stored. Make a new key pair, and upload the public key only."),
    ),
    "weak": (
        "text", "KEY-01",
        _("The key is too weak (%(kind)s, %(bits)s bits). Use ed25519, or RSA with at least 3072 bits."),
    ),
    "kind": ("text", "KEY-01", _("Keys of this kind cannot be used. Use ed25519, or RSA with at least 3072 bits.")),
    "unreadable": (
        "text", "", _("This is no public key. Open the file that ends in .pub, and copy all of it, one key at a time.")
    ),
    "taken": ("text", "KEY-03", _NEUTRAL),
    "revoked": ("text", "KEY-03", _NEUTRAL),
    "too_many": ("text", "KEY-04", _("There are %(most)s active keys already. Remove one of them first.")),
    "life": ("months", "", _("So short an RSA key may live for 12 months at most. Choose 12 months or less.")),
    "label": ("label", "", _("Give the key a name, such as the name of the computer that it is on.")),
    "addresses": (
        "addresses", "", _("Write addresses such as 192.0.2.7 or networks such as 192.0.2.0/24, at most 20 of them.")
    ),
}  # fmt: skip
STATES: Final[dict[str, tuple[str, Promise]]] = {
    "active": ("active", pgettext_lazy("a key's state", "Active")),
    "pending": ("ending", pgettext_lazy("a key's state", "Waits for your yes")),
    "disabled": ("ended", pgettext_lazy("a key's state", "Switched off")),
    "expired": ("failed", pgettext_lazy("a key's state", "Expired")),
    "revoked": ("failed", pgettext_lazy("a key's state", "Removed")),
}
USERS: Final[dict[str, tuple[str, Promise]]] = {
    "open": ("active", pgettext_lazy("an SFTP user's state", "Open")),
    "closed": ("ending", pgettext_lazy("an SFTP user's state", "Closed")),
    "ended": ("failed", pgettext_lazy("an SFTP user's state", "Ended")),
}


def said(refused: KeyRefused) -> tuple[str, str]:
    """Field and words of a refused key, with its code."""
    field, code, words = _REFUSED[refused.code]
    text = gettext(str(words)) if not isinstance(words, Promise) else str(words)
    if "%(" in text:
        text = text % {"kind": refused.kind, "bits": refused.bits, "most": MOST_KEYS}
    return field, f"{text} ({code})" if code else text


def state_of(key: SshKey, *, at: datetime) -> tuple[str, str]:
    """Tone and word of a key's state; a day that has passed counts for more than the state."""
    tone, word = STATES["expired" if key.state != "revoked" and key.expires_at <= at else key.state]
    return tone, str(word)
