"""E-mail addresses: one form for one mailbox, so that looking up is comparing (LG-01)."""

import re
import unicodedata

import idna

_LONGEST, _LONGEST_LOCAL = 254, 64
_LONGEST_TYPED = 2 * _LONGEST  # accents may be typed as two characters; more than that is no address

# The unquoted form of RFC 5321, and letters and digits of every language (RFC 6531).
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")


class InvalidEmail(ValueError):
    """The text is not an e-mail address. The message never repeats it: addresses do not belong in logs."""


def normalise_email(text: str) -> str:
    """Trim, Unicode NFKC, lower-case, domain to ASCII; dots and plus signs are kept (LG-01).

    Idempotent. Raises `InvalidEmail` for bad syntax, for control characters (CR and LF would forge mail headers)
    and beyond 254 octets, 64 before the at sign.
    """
    if len(text) > _LONGEST_TYPED or any(unicodedata.category(character)[0] == "C" for character in text):
        raise InvalidEmail("too long, or with characters that cannot be seen")
    local, at, domain = _fold(text.strip()).partition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local.encode()) > _LONGEST_LOCAL:
        raise InvalidEmail("not the form name@domain")
    address = f"{local}@{_to_ascii(domain)}"
    if len(address.encode()) > _LONGEST:
        raise InvalidEmail("too long")
    return address


def _fold(text: str) -> str:
    # Lower-casing can leave a text that NFKC would change again, and the reverse.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def _to_ascii(domain: str) -> str:
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:
        raise InvalidEmail("not a domain") from error
    labels = ascii_domain.split(".")
    # A domain of one label is no address on the internet, and a last label of digits is an IP address.
    if len(labels) < 2 or not labels[-1] or labels[-1].isdigit():
        raise InvalidEmail("not a domain")
    return ascii_domain
