"""The brokers that people log in through: their names are data, their adapters stand behind `identity.ports.Login`."""

from functools import cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from selvbetjening.domain.identity.ports import Login
from selvbetjening.domain.organizations import queries as organizations


def names() -> tuple[str, ...]:
    """The configured brokers; the first is the one that the login button leads to."""
    return tuple(settings.LOGIN_BROKERS)


def default() -> str | None:
    """The broker behind the button "Log in with MitID"; None where none is configured (LOGIN-10)."""
    return next(iter(settings.LOGIN_BROKERS), None)


def login(*, broker: str) -> Login:
    """The adapter of one broker, one for the process: it keeps the broker's metadata. Raises KeyError."""
    return _made(broker)


def forget() -> None:
    """Make the adapters anew: the settings are different ones now (tests)."""
    _made.cache_clear()


def callback_url(*, broker: str) -> str:
    """The one address that this broker sends browsers back to (SEC-50)."""
    return f"{origin()}/log-ind/svar/{broker}/"


def logout_notice_url(*, broker: str) -> str:
    """Where this broker tells that somebody has logged out there (SEC-36)."""
    host = organizations.origin(host=f"hooks.{settings.PORTAL_BASE_DOMAIN}")
    return f"{host}/login/{broker}/logout/"


def origin() -> str:
    """The business portal's own address."""
    return organizations.origin(host=f"erhverv.{settings.PORTAL_BASE_DOMAIN}")


@cache
def _made(name: str) -> Login:
    options: dict[str, Any] = dict(settings.LOGIN_BROKERS[name])
    made = import_string(options.pop("class"))
    return cast(Login, made(name=name, **options))
