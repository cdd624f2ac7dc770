"""The product itself: settings, migrations, static files, translations."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from selvbetjening.config.doctor import Finding
from selvbetjening.config.environment import SettingsError, process_environment, sealing_keys, secret, var_dir
from selvbetjening.config.start import start_django

MAKE_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"


def secret_key() -> Iterator[Finding]:
    """Whether there is a secret key, and one of its own (SEC-124)."""
    environment = process_environment()
    try:
        secret(environment, "SECRET_KEY", demo=environment.flag("SELVBETJENING_DEMO"))
    except SettingsError as error:
        yield Finding("The secret key is missing or too weak", f"{error} Make one: {MAKE_KEY}")
    else:
        yield Finding("The secret key is set")


def keys_of_the_sealed() -> Iterator[Finding]:
    """Whether there are keys for what is kept sealed, such as a gateway's secret (SEC-124)."""
    environment = process_environment()
    try:
        keys = sealing_keys(environment, demo=environment.flag("SELVBETJENING_DEMO"))
    except SettingsError as error:
        yield Finding("The keys of what is kept sealed are missing or too weak", f"{error} Make one: {MAKE_KEY}")
    else:
        yield Finding(f"The keys of what is kept sealed are set ({len(keys)})")


def migrations() -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    start_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding(
            f"The tables are not up to date: {len(missing)} migrations are missing", "Run: selvbetjening migrate"
        )
    else:
        yield Finding("The tables are up to date")


def static_files() -> Iterator[Finding]:
    """Whether the front-end files came with the installation and have been collected."""
    vendor = files("selvbetjening.ui") / "static" / "ui" / "vendor" / "dkfds.css"
    if not vendor.is_file():
        yield Finding("The front-end files are missing", "In a checkout: make run. Else install the wheel again.")
    environment = process_environment()
    root = Path(environment.text("STATIC_ROOT", str(var_dir(environment) / "static")))
    if (root / "staticfiles.json").exists():
        yield Finding(f"The static files are collected in {root}")
    else:
        yield Finding(f"The static files are not collected in {root}", "Run: selvbetjening static")


def access_point() -> Iterator[Finding]:
    """Whether e-invoices have a way out. Without one they stay unsent, and nothing says otherwise (EIN-4)."""
    environment = process_environment()
    chosen = environment.text("ACCESS_POINT_ADAPTER", "")
    if environment.flag("SELVBETJENING_DEMO"):
        yield Finding("E-invoices of the demo go to a folder")
    elif not chosen:
        yield Finding(
            "No access point: e-invoices to public bodies are not sent",
            "Set ACCESS_POINT_ADAPTER, see docs/operations.md; without public customers to "
            "selvbetjening.adapters.accesspoint.NoAccessPoint",
        )
    elif chosen.endswith(".NoAccessPoint"):
        yield Finding("No access point, as chosen: e-invoices are not sent")
    elif chosen.endswith(".FolderAccessPoint"):
        yield Finding(
            "E-invoices go to a folder and no further",
            "Let something carry them on from E_INVOICE_FOLDER, or set another ACCESS_POINT_ADAPTER.",
        )
    else:
        yield Finding(f"E-invoices go out by {chosen}")
