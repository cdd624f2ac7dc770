"""Bring the database's tables up to date, as the role that owns them."""

import argparse
import os

from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only how much to say."""
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def execute(options: argparse.Namespace) -> int:
    """Run the migrations that are missing. The services' own role may not change tables (SEC-05)."""
    if not os.environ.get("DATABASE_OWNER_URL"):
        raise PlainError("DATABASE_OWNER_URL is not set: migrations run as the role that owns the tables.")
    start_django()
    from django.core.management import call_command

    from selvbetjening.config.kept_classes import kept_classes

    with kept_classes():
        call_command("migrate", database="owner", interactive=False, verbosity=0 if options.quiet else 1)
    return 0
