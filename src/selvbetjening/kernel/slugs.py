"""Slugs: the company's part of its portal's host name (LG-16, SB-02)."""

import re
import unicodedata
from typing import Literal

SHORTEST, LONGEST = 3, 40

_RESERVED_WORDS = """
    account accounts admin administrator api app apps assets auth autoconfig autodiscover backup betaling betalinger
    betalingsservice billing blog bogholder business calendar cdn console customer dashboard demo dev docs drift
    driftsstatus email erhverv example faktura files ftp git help hjaelp hooks host hostmaster imap info internal
    intranet invoice kunde kunder localhost login logout mail media metrics mitid mobile mx nemid news noreply ns1 ns2
    oauth oidc operator pay payment payments pop pop3 portal postmaster press proxy public root sandbox secure security
    selvbetjening sftp signin signup smtp ssh sso staff staging static status storage support system test testing
    tls ui upload uploads virksomhed vpn web webhook webhooks webmail webmaster wpad www www1 www2
"""
RESERVED = frozenset(_RESERVED_WORDS.split())

Refusal = Literal["too_short", "too_long", "bad_characters", "reserved"]

_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_LEGAL_FORM = re.compile(r"[\s,]+(aps|a/s|ivs|i/s|k/s|p/s|s/i|a\.?m\.?b\.?a\.?|f\.?m\.?b\.?a\.?|smba)\W*$")
_SPELLED = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th", "/": "", "'": "", "’": ""}
)


def check_slug(slug: str) -> Refusal | None:
    """Why the slug is refused, or None when it may be used (LG-16)."""
    if len(slug) < SHORTEST:
        return "too_short"
    if len(slug) > LONGEST:
        return "too_long"
    # Hyphens in places three and four mark an encoded name (xn--): a host could show other letters than it has.
    if not _SLUG.fullmatch(slug) or slug[2:4] == "--":
        return "bad_characters"
    return "reserved" if slug in RESERVED else None


def propose_slug(company_name: str) -> str:
    """A valid slug from the company's name, without its legal form where that suffices (LG-16).

    `Æblegården ApS` → `aeblegaarden`. Whether it is taken is for the caller to ask. Raises ValueError when the
    name holds no letter or digit to build on.
    """
    name = unicodedata.normalize("NFKC", company_name).lower().strip()
    full = _spell(name)
    if not full:
        raise ValueError("the name has no letter or digit that a host name can hold")
    for candidate in (_spell(_LEGAL_FORM.sub("", name)), full, f"{full}-portal"):
        if check_slug(candidate) is None:
            return candidate
    raise ValueError(f"no host name can be made of {company_name!r}")


def _spell(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_SPELLED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
