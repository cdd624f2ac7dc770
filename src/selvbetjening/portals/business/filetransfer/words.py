"""What the pages of files say: states as badges, and refusals as `portals.file_refusals` words them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selvbetjening.domain.deliveries.documents import STATES
from selvbetjening.portals.file_refusals import Said, said

__all__ = ["DOORS", "ENVIRONMENTS", "FULL_LIST", "PARTLY", "TYPES", "Said", "kind_of", "marker_of", "said", "state_of"]

#: The tone of each state.
_TONES: Final[dict[str, str]] = {
    "processed": "active", "accepted": "active", "staged": "open",
    "rejected": "failed", "quarantined": "failed", "failed": "failed", "incomplete": "failed", "aborted": "ending",
    "held_duplicate": "ending", "awaiting_approval": "ending", "holding": "ending",
    "withdrawn": "ended", "duplicate_of": "ended", "removed": "ended",
}  # fmt: skip
#: Tone and word of what a sidecar or marker said of a file.
_MARKERS: Final[dict[str, tuple[str, Promise]]] = {
    "fits": ("active", pgettext_lazy("a marker", "Agrees")),
    "differs": ("failed", pgettext_lazy("a marker", "Does not agree")),
    "waits": ("ending", pgettext_lazy("a marker", "Proves nothing")),
}
PARTLY: Final[Promise] = pgettext_lazy("file", "Partly accepted")
ENVIRONMENTS: Final[dict[str, Promise]] = {"production": _("Production"), "test": _("Test")}
DOORS: Final[dict[str, Promise]] = {"https": _("The portal"), "sftp": _("SFTP"), "api": _("The API")}
#: Types of deliveries, in the words of those who read them (betalingsservice.md).
TYPES: Final[dict[str, Promise]] = {
    "0601": _("Collections"),
    "0602": _("Payments and rejections"),
    "0603": _("Mandates"),
    "0605": _("Registering of mandates"),
    "0621": _("Information about collections"),
}


#: What a file to collect tells of (`OutFile.kind`) → the type of its delivery.
_TYPE_OF: Final = {
    "payments": "0602", "mandates": "0603", "mandates_full": "0603", "information": "0621", "collections": "0601",
    "registrations": "0605",
}  # fmt: skip
FULL_LIST: Final[Promise] = _("All mandates")


def kind_of(kind: str) -> str:
    """What a file to collect is, in words."""
    return str(FULL_LIST if kind == "mandates_full" else TYPES.get(_TYPE_OF.get(kind, kind), kind))


def marker_of(verdict: str) -> tuple[str, str]:
    """Tone and word of what a sidecar or marker came to."""
    tone, word = _MARKERS.get(verdict, _MARKERS["waits"])
    return tone, str(word)


def state_of(state: str, *, refused: int = 0) -> tuple[str, str]:
    """Tone and word of a state; what is accepted without some of its records says so."""
    if refused and state in {"accepted", "processing", "processed"}:
        return "ending", str(PARTLY)
    return _TONES.get(state, "info"), str(STATES[state])
