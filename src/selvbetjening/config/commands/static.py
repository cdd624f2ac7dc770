"""Collect the static files into STATIC_ROOT, each under a name that changes with its content."""

import argparse

from selvbetjening.config.start import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only how much to say."""
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def execute(options: argparse.Namespace) -> int:
    """Collect; may be run again. Needed once per installed version, before `selvbetjening serve`."""
    start_django()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0 if options.quiet else 1)
    return 0
