"""What a client is told (annex C.3): fixed texts, Danish and English in one line, never the words of an exception."""

from typing import Final

import asyncssh
from asyncssh.constants import FX_FAILURE, FX_NO_SUCH_FILE, FX_OP_UNSUPPORTED, FX_PERMISSION_DENIED

from selvbetjening.domain.deliveries.rules.refused import Refused

WORDS: Final[dict[str, tuple[int, str]]] = {
    "no_such": (FX_NO_SUCH_FILE, "findes ikke / no such file"),
    "not_here": (FX_PERMISSION_DENIED, "det kan ikke gøres her / not allowed here"),
    "no_send": (FX_PERMISSION_DENIED, "du har ikke adgang til at sende filer / you may not send files"),
    "no_fetch": (FX_PERMISSION_DENIED, "du har ikke adgang til at hente filer / you may not fetch files"),
    "production_closed": (
        FX_PERMISSION_DENIED, "produktion er ikke åbnet for virksomheden / production is not open for the company",
    ),
    "stopped": (
        FX_PERMISSION_DENIED, "ikke virusscannet endnu eller i karantæne / not scanned for viruses yet, or quarantined",
    ),
    "committed": (
        FX_PERMISSION_DENIED,
        "allerede modtaget som leverance {number}; vælg et andet navn / received already as delivery {number}",
    ),
    "delivered": (
        FX_PERMISSION_DENIED, "modtaget: træk den tilbage på My File Transfer / received: withdraw it in the portal",
    ),
    "unsupported": (FX_OP_UNSUPPORTED, "understøttes ikke / not supported"),
    "exists": (FX_FAILURE, "findes allerede / exists already"),
    "bad_name": (
        FX_FAILURE, "filnavnet kan ikke bruges: 1-200 byte, ingen styretegn eller \\ / this file name cannot be used",
    ),
    "bad_path": (FX_FAILURE, "stien er ikke gyldig UTF-8 / the path is not valid UTF-8"),
    "quota": (FX_FAILURE, "virksomhedens plads er brugt / the company's quota is used up"),
    "too_large": (FX_FAILURE, "filen er for stor: højst 2 GiB / the file is too large: 2 GiB at most"),
    "too_many_files": (FX_FAILURE, "for mange filer i dag: højst 1000 / too many files today: 1000 at most"),
    "too_many_handles": (FX_FAILURE, "for mange åbne filer / too many open files"),
    "offset": (
        FX_FAILURE, "genoptag ved {offset}: så meget er modtaget / resume at {offset}: so much was received",
    ),
    "in_use": (FX_FAILURE, "i brug af en anden forbindelse / in use by another connection"),
    "incomplete": (
        FX_FAILURE, "filen er ikke komplet og er ikke leveret; genoptag eller send igen / incomplete, not delivered",
    ),
    "sidecar.differs": (
        FX_FAILURE, "filen passer ikke til sin sidefil og er ikke leveret / the file is not what its sidecar says",
    ),
    "marker.differs": (
        FX_FAILURE, "filen er modtaget, men passer ikke til sidefilen / the file was received, but is another one",
    ),
    "marker.unreadable": (
        FX_FAILURE, "sidefilen har ingen SHA-256, der kan læses / the sidecar holds no SHA-256 that can be read",
    ),
    "not_all_bytes": (FX_FAILURE, "der er kun modtaget {offset} byte / only {offset} bytes were received"),
    "hash_differs": (FX_FAILURE, "indholdet er ikke det, der blev lovet / the content is not what was declared"),
    "expired": (FX_FAILURE, "uploaden er udløbet; send filen forfra / the upload has expired; send the file anew"),
    "lost": (FX_FAILURE, "uploaden er afbrudt; åbn filen igen / the upload was interrupted; open the file again"),
    "not_whole": (FX_FAILURE, "uploaden blev afbrudt; genoptag den, før den får nyt navn / resume it before renaming"),
    "stopping": (FX_FAILURE, "serveren lukker ned; prøv igen om lidt / the server is stopping; try again soon"),
    "gone": (FX_NO_SUCH_FILE, "indholdet er slettet / the content was deleted"),
    "ended": (FX_PERMISSION_DENIED, "adgang ophørt / access has ended"),
    "unexpected": (FX_FAILURE, "fejl hos os, referencenr. {reference} / our error, reference {reference}"),
}  # fmt: skip
ACCESS_ENDED: Final = "adgang ophørt / access has ended"
_SAME: Final = {"unknown": "no_such", "temp_name": "bad_name", "empty": "incomplete", "not_now": "lost"}


def refusal(code: str, **values: object) -> asyncssh.SFTPError:
    """The SFTP error for a code; one that is not known says as little as any."""
    status, text = WORDS.get(_SAME.get(code, code), WORDS["lost"])
    try:
        told = text.format_map({str(name): value for name, value in values.items()})
    except KeyError:
        told = text.partition(":")[0]
    return asyncssh.SFTPError(status, told, lang="da")


def refused(error: Refused) -> asyncssh.SFTPError:
    """What `deliveries` refused, in words."""
    return refusal(error.code, **error.values)
