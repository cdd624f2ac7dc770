"""Say in plain words what is missing or wrong in the set-up."""

import argparse

from selvbetjening.config.doctor import Check, examine, machine, product
from selvbetjening.config.doctor import database as database_checks

CHECKS: list[Check] = [
    machine.python,
    product.secret_key,
    database_checks.connections,
    database_checks.roles,
    product.migrations,
    database_checks.protection,
    product.static_files,
    machine.mail_server,
    machine.host_names,
    machine.port,
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def execute(options: argparse.Namespace) -> int:
    """Look at everything; 1 when something is to be done."""
    wrong = 0
    for finding in examine(CHECKS):
        wrong += not finding.fine
        print(f"{'ok   ' if finding.fine else 'WRONG'} {finding.what}")
        if finding.to_do:
            print(f"      → {finding.to_do}")
    print("\nAll is well." if not wrong else f"\n{wrong} things to put right.")
    return 1 if wrong else 0
