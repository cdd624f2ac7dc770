"""Settings from the environment: typed, safe by default; an error names the variable and the way out (SEC-124)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


class SettingsError(RuntimeError):
    """A variable is missing or cannot be read. The text names it and says what to do."""


@dataclass(frozen=True)
class Environment:
    """Reads one mapping of variables; the process's own by default."""

    variables: Mapping[str, str]

    def text(self, name: str, default: str | None = None) -> str:
        """The variable's text; without a default an empty or missing one is an error."""
        value = self.variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise SettingsError(
                f"{name} is not set. Set it in the environment (docs/operations.md)."
                " In a checkout with the demo running, add --demo (import, doctor, staff-link)."
            )
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True for 1/true/yes/on, False for 0/false/no/off."""
        value = self.variables.get(name, "").strip().lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{name} must be 1 or 0, not {value!r}.")

    def number(self, name: str, default: int) -> int:
        value = self.variables.get(name, "").strip()
        try:
            return int(value) if value else default
        except ValueError:
            raise SettingsError(f"{name} must be a whole number, not {value!r}.") from None

    def words(self, name: str) -> list[str]:
        """A comma-separated list, without blanks."""
        return [word.strip() for word in self.variables.get(name, "").split(",") if word.strip()]


def process_environment() -> Environment:
    """The environment of this process."""
    return Environment(os.environ)


def database(url: str, *, pool: Mapping[str, int] | None = None, read_only: bool = False) -> dict[str, Any]:
    """Django's database settings from a libpq URL or connection string, unix sockets included."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise SettingsError(f"a database URL cannot be read: {error}") from None
    options: dict[str, Any] = {
        key: value for key, value in parts.items() if key not in {"host", "port", "user", "password", "dbname"}
    }
    if read_only:
        options["options"] = "-c default_transaction_read_only=on"
    if pool is not None:
        options["pool"] = dict(pool)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.get("dbname", "")),
        "USER": str(parts.get("user", "")),
        "PASSWORD": str(parts.get("password", "")),
        "HOST": str(parts.get("host", "")),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def email(url: str) -> dict[str, Any]:
    """Where mail goes, from `smtp://[user:password@]host[:port]`, `smtps://…` or `smtp+tls://…` (STARTTLS)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise SettingsError("EMAIL_URL must look like smtp+tls://user:password@host:587 (or smtps://, smtp://).")
    return {
        "host": parts.hostname,
        "port": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "security": {"smtp": "none", "smtps": "tls", "smtp+tls": "starttls"}[parts.scheme],
    }


def secret(environment: Environment, name: str, *, demo: bool) -> str:
    """A secret of at least 50 characters; shorter ones are refused everywhere, the demo makes its own."""
    value = environment.text(name)
    _refuse_weak(name, value, demo=demo)
    return value


def sealing_keys(environment: Environment, *, demo: bool) -> list[str]:
    """The keys of what is kept sealed, the newest first; each as strong as the secret key, and none of them it.

    The demo, which keeps nobody's real secrets, does with its own secret key.
    """
    if demo and not environment.text("SEALING_KEYS", ""):
        return [secret(environment, "SECRET_KEY", demo=demo)]
    values = environment.words("SEALING_KEYS")
    if not values:
        raise SettingsError("SEALING_KEYS is not set. It is needed; docs/operations.md says what it is.")
    for value in values:
        _refuse_weak("SEALING_KEYS", value, demo=demo)
        if value == environment.text("SECRET_KEY", ""):
            raise SettingsError("SEALING_KEYS must not hold SECRET_KEY: the two are replaced at different times.")
    return values


def refuse_mixture(environment: Environment, *, demo: bool) -> None:
    """The demo, whose people are invented and whose logins are open, starts beside nothing that reaches real people.

    Raises SettingsError where a MitID broker, or a mail server with a login, is set as well (BP-85).
    """
    if not demo:
        return
    mixed = [name for name in ("LOGIN_BROKERS",) if environment.words(name)]
    if urlsplit(environment.text("EMAIL_URL", "")).username:
        mixed.append("EMAIL_URL")
    if mixed:
        raise SettingsError(
            f"SELVBETJENING_DEMO is 1, and {', '.join(mixed)} is for real people: the demo does not start beside it."
            " Take the one or the other away."
        )


def _refuse_weak(name: str, value: str, *, demo: bool) -> None:
    if len(value) < 50 or len(set(value)) < 5:
        raise SettingsError(
            f"{name} is too short or too simple: at least 50 random characters are needed"
            " (python -c 'import secrets; print(secrets.token_urlsafe(48))')."
        )
    if not demo and value.startswith("demo-"):
        raise SettingsError(f"{name} is the demo's. Make one of your own.")


def var_dir(environment: Environment) -> Path:
    """The folder for what the product keeps beside the database: static files, the demo's own."""
    return Path(environment.text("VAR_DIR", "var")).resolve()
