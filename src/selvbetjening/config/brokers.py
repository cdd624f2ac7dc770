"""The brokers that people log in through, from the environment (BP-01, annex A, SEC-37; docs/operations.md).

`LOGIN_BROKERS` names them, the first for the button; everything else of a broker is `LOGIN_<NAME>_…`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from selvbetjening.config.environment import Environment, SettingsError

ADAPTER: Final = "selvbetjening.adapters.mitid.MitIDLogin"
PROFILES: Final = ("signaturgruppen", "idura", "signicat")
#: Fields whose claims no profile can name (annex A.2: uncertain).
_TO_BE_NAMED: Final = {"signicat": ("cvr", "professional_id")}
_DISCOVERY: Final = "/.well-known/openid-configuration"
_LEVELS: Final = ("substantial", "high")


def login_brokers(environment: Environment, *, demo: bool) -> dict[str, dict[str, Any]]:
    """Name → what its adapter is made of. Without any nobody logs in; the demo has its stand-in.

    Raises SettingsError where a broker is incomplete: that shows at start-up and not at somebody's login.
    """
    named = [name.lower() for name in environment.words("LOGIN_BROKERS")]
    if not named and demo:
        return {"demo": _stand_in(environment)}
    for name in named:
        if not (name.isascii() and name.replace("-", "").isalnum()):
            raise SettingsError(
                f"LOGIN_BROKERS: {name!r} must be of letters, digits and hyphens: it stands in addresses."
            )
    return {name: _broker(environment, name) for name in named}


def login_pages(brokers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Where a form that begins a login may lead a browser: our policy for contents must name it (SEC-132)."""
    pages: dict[str, None] = {}
    for options in brokers.values():
        told = urlsplit(options.get("discovery") or options["issuer"])
        beside = [f"https://{host}" for host in options.get("hosts", ()) if host != told.hostname]
        pages |= dict.fromkeys([f"{told.scheme}://{told.netloc}", *beside])
    return list(pages)


def _broker(environment: Environment, name: str) -> dict[str, Any]:
    start = f"LOGIN_{name.upper().replace('-', '_')}"
    issuer = environment.text(f"{start}_ISSUER")
    if urlsplit(issuer).scheme != "https":
        raise SettingsError(f"{start}_ISSUER must begin with https://, as the broker's metadata says it.")
    profile = _one_of(environment, f"{start}_PROFILE", name, PROFILES)
    claims = _words(environment, f"{start}_CLAIMS")
    if missing := [one for one in _TO_BE_NAMED.get(profile, ()) if one not in claims]:
        raise SettingsError(f"{start}_CLAIMS must name the claims of: {', '.join(missing)} (docs/operations.md).")
    return {
        "class": environment.text(f"{start}_ADAPTER", ADAPTER),
        "issuer": issuer,
        "client_id": environment.text(f"{start}_CLIENT_ID"),
        "keys": _keys(environment, f"{start}_KEYS"),
        "profile": profile,
        "claims": claims,
        "levels": _words(environment, f"{start}_LEVELS"),
        "hosts": tuple(environment.words(f"{start}_HOSTS")),
        "assertion_audience": _one_of(
            environment, f"{start}_ASSERTION_AUDIENCE", "issuer", ("issuer", "token_endpoint")
        ),
        "logout_typ_required": environment.flag(f"{start}_LOGOUT_TYP_REQUIRED", default=True),
        "signed_request": environment.flag(f"{start}_SIGNED_REQUEST", default=True),
        "level": _one_of(environment, "LOGIN_LEVEL", "substantial", _LEVELS),
        "private_for_business": environment.flag("LOGIN_PRIVATE_FOR_BUSINESS"),
    }


def _stand_in(environment: Environment) -> dict[str, Any]:
    """The demo's own (portals/sandbox/mitid): it speaks as Signaturgruppen does, on this machine only."""
    from selvbetjening.portals.sandbox.mitid import people  # absent or refused outside the demo (SEC-54)

    return {
        "class": ADAPTER,
        "issuer": people.ISSUER,
        "discovery": f"{environment.text('MITID_STAND_IN', 'http://127.0.0.1:8026/mitid')}{_DISCOVERY}",
        "hosts": ("127.0.0.1",),
        "client_id": people.CLIENT_ID,
        "keys": (people.client_key(environment.text("SECRET_KEY")),),
        "profile": "signaturgruppen",
        "level": _one_of(environment, "LOGIN_LEVEL", "substantial", _LEVELS),
        "private_for_business": environment.flag("LOGIN_PRIVATE_FOR_BUSINESS"),
        "on_this_machine": True,
    }


def _keys(environment: Environment, name: str) -> tuple[str, ...]:
    """The PEM files' contents; the first signs, all are published, so that a broker knows the next one in time."""
    paths = environment.words(name)
    if not paths:
        raise SettingsError(f"{name} is not set. It names files with private keys (PEM), the one that signs first.")
    try:
        return tuple(Path(path).read_text(encoding="ascii") for path in paths)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: a key cannot be read ({type(error).__name__}).") from None


def _words(environment: Environment, name: str) -> dict[str, str]:
    """Words of a broker that differ from its profile; annex A.2 calls some of them uncertain.

    `_CLAIMS`: our field → the broker's claim. `_LEVELS`: the broker's word for a level → ours.
    """
    try:
        given = json.loads(environment.text(name, "{}"))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise SettingsError(f'{name} must be JSON such as {{"cvr": "the.claims.name"}}.')
    return given


def _one_of(environment: Environment, name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environment.text(name, default).lower()
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}.")
    return value
