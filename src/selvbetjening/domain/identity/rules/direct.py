"""What an integration may wish of a direct link (fenerum-api.md 9, LG-12, XB-18, SEC-61). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote, urlsplit
from uuid import UUID

LIFE: Final = timedelta(minutes=5)
SHORTEST, LONGEST = timedelta(seconds=60), timedelta(seconds=3600)
_LONGEST_ADDRESS: Final = 500

#: Target → path of the customer portal; `{}` is the caller's number or id. The portal's own tests hold them together.
PLAIN: Final = {"home": "", "invoices": "/fakturaer/", "card": "/til/kort/"}
NAMED: Final = {"pay": "/til/betal/{}/", "plan": "/til/skift/{}/", "cancel": "/til/opsig/{}/"}

EMAIL, ACCOUNT, RECIPIENT, TARGET = "email", "account", "recipient", "target"
RETURN_URL, EXPIRES_IN = "return_url", "expires_in"


class LinkRefused(Exception):
    """Why there is no link: `code` is a reason of LG-02 or `invalid`, at the `field` that has to change."""

    def __init__(self, code: str, *, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the caller asked for; `email` is normalised. `account` and `recipient` pick among several (LG-03)."""

    email: str
    account: UUID | None = None
    recipient: UUID | None = None
    target: str = "home"
    return_url: str = ""
    narrowed_to: tuple[str, ...] | None = None
    language: str = ""
    is_mailed: bool = False
    life: timedelta = LIFE


def landing_path(*, token: str) -> str:
    """The link's address; the customer door's `direct_link` is this path."""
    return f"/log-ind/direkte/{token}/"


def wanted_path(*, target: str) -> str:
    """Where a target leads, empty for the front page. Raises `LinkRefused` at `target` for one that is none."""
    act, _, reference = target.partition(":")
    if target in PLAIN:
        return PLAIN[target]
    if act in NAMED and 0 < len(reference) <= 128 and not set(reference) & set("/?#%\\") and reference.isprintable():
        return NAMED[act].format(quote(reference, safe=""))
    raise LinkRefused("invalid", field=TARGET)


def return_address(*, url: str, hosts: Sequence[str], is_demo: bool) -> str:
    """The address to go back to, if its host is on the company's list (SEC-138); empty stays empty.

    Only https, the demo's own machine apart. Raises `LinkRefused` at `return_url` with `invalid` or `host_not_allowed`.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise LinkRefused("invalid", field=RETURN_URL) from None
    local = is_demo and (host == "localhost" or host.endswith(".localhost")) and parts.scheme == "http"
    plain = url.isascii() and url.isprintable() and not set(url) & set('\\ "<>') and len(url) <= _LONGEST_ADDRESS
    if not (plain and host and (parts.scheme == "https" or local)) or parts.username is not None:
        raise LinkRefused("invalid", field=RETURN_URL)
    named = host if port is None else f"{host}:{port}"
    if named not in hosts:
        raise LinkRefused("host_not_allowed", field=RETURN_URL)
    return url


def hosts_of(*, text: str) -> tuple[str, ...]:
    """The hosts that a company has listed, separated by commas or blanks, in lower case."""
    return tuple(text.replace(",", " ").lower().split())


def life(*, seconds: int | None) -> timedelta:
    """How long the link lives: five minutes, or the wished 60 to 3600 seconds. Raises `LinkRefused`."""
    if seconds is None:
        return LIFE
    wished = timedelta(seconds=seconds) if abs(seconds) < 10**9 else timedelta.max
    if not SHORTEST <= wished <= LONGEST:
        raise LinkRefused("range", field=EXPIRES_IN)
    return wished


def narrowed(*, wished: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...] | None:
    """The permissions that the visit keeps, None for all: it only gets fewer. Raises `LinkRefused` at `permissions`."""
    if wished is None:
        return None
    unknown = [code for code in wished if code not in known]
    if unknown:
        raise LinkRefused("unknown_permission", field="permissions")
    return tuple(dict.fromkeys(wished))
