"""How a refusal about a file is said, by every door: its code of annex J, its status over HTTP, its words."""

from dataclasses import dataclass
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.deliveries.rules.refused import Refused

#: Code of `deliveries` → code of annex J (empty: it has none), status over HTTP, words.
_REFUSALS: Final[dict[str, tuple[str, int, Promise]]] = {
    "too_large": ("MFT-01", 413, _("The file is too large. At most %(limit)s. Split it, or send it over SFTP.")),
    "quota": ("MFT-01", 413, _("There is no room for the file: the company has used its %(limit)s.")),
    "too_many_files": ("MFT-01", 429, _("The company has sent %(limit)s files today. Go on tomorrow, or call us.")),
    "share": (
        "MFT-01", 413,
        _("What you have begun and not sent takes %(limit)s already. Send it, or throw it away first."),
    ),
    "too_often": ("", 429, _("You have begun %(limit)s uploads within an hour. Wait an hour and go on.")),
    "bad_name": (
        "MFT-03", 422,
        _("The file name cannot be used: it is empty, too long, or holds a slash or signs that cannot be seen."),
    ),
    "temp_name": ("MFT-03", 422, _("The file name is that of an unfinished file. Give the file its own name.")),
    "in_use": ("", 423, _("Another upload is running. Wait until it has ended, or stop it.")),
    "offset": ("", 409, _("The upload stands at another place. Go on from there.")),
    "lost": ("", 409, _("The upload was taken over by another page. Go on from where it stands now.")),
    "expired": ("", 410, _("The upload is too old, and has been removed. Send the file again.")),
    "unknown": ("", 404, _("This is not here any more.")),
    "committed": ("", 409, _("The file has been received already.")),
    "not_all_bytes": ("MFT-04", 409, _("The file is not complete: not all of it has arrived. Resume the upload.")),
    "hash_differs": (
        "MFT-04", 422, _("The file is not complete: what arrived is not what was sent. Send it again.")
    ),
    "empty": ("MFT-04", 422, _("The file is not complete: it is empty.")),
    "not_now": ("", 409, _("Somebody, or the clock, was first: the file has moved on.")),
    "sidecar": (
        "MFT-03", 422, _("This is a checksum, not a delivery. Choose the file itself: here it is checked anyway."),
    ),
    "trial": ("", 409, _("A dry run is never delivered. Send the file from here, or to the inbox over SFTP.")),
    "production_closed": (
        "MFT-08", 409,
        _("Production is not open for the company. Send the file as a test; an Access Manager opens production."),
    ),
    "untested": ("", 409, _("Send a test file first. When it is accepted, production can be opened.")),
    "own_file": ("ACC-04", 403, _("You cannot approve what you have made or sent yourself.")),
    "approved_already": ("", 409, _("You have approved this file already. Somebody else must, too.")),
    "stale": ("", 409, _("What you looked at has changed. Look at it again.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal as the door says it."""

    code: str
    status: int
    words: str


def said(refused: Refused) -> Said:
    """The refusal in words, with its code of annex J where it has one."""
    code, status, words = _REFUSALS[refused.code]
    values = dict(refused.values)
    if isinstance(limit := values.get("limit"), int) and refused.code not in {"too_many_files", "too_often"}:
        values["limit"] = filesizeformat(limit)
    text = str(words)
    return Said(code, status, text % values if "%(" in text else text)
