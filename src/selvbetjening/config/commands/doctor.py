"""Say in plain words what is missing or wrong in the set-up."""

import argparse
import os

from selvbetjening.config.demo_folder import join_demo, offer_demo, used_folder
from selvbetjening.config.doctor import Check, examine, machine, product
from selvbetjening.config.doctor import bucket as bucket_checks
from selvbetjening.config.doctor import database as database_checks
from selvbetjening.config.doctor import gateways as gateway_checks
from selvbetjening.config.doctor import logins as login_checks
from selvbetjening.config.doctor import scanner as scanner_checks

CHECKS: list[Check] = [
    machine.python,
    product.secret_key,
    product.keys_of_the_sealed,
    database_checks.connections,
    database_checks.roles,
    product.migrations,
    database_checks.protection,
    product.static_files,
    machine.mail_server,
    product.access_point,
    gateway_checks.gateways,
    bucket_checks.file_store,
    scanner_checks.virus_scanner,
    login_checks.login_brokers,
    machine.host_names,
    machine.port,
]


_OWN = ("SECRET_KEY", "DATABASE_URL", "PORTAL_BASE_DOMAIN")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the running demo is meant."""
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Look at everything; 1 when something is to be done. Without settings of its own it looks at a running demo."""
    folder = used_folder()
    # In a checkout without a single setting the demo is what there is to look at.
    if not options.demo and (folder / "demo.json").exists() and not any(map(os.environ.get, _OWN)):
        options.demo = True
    join_demo(options)
    checks = CHECKS
    if options.demo:
        print(f"The demo runs on {folder}: this is what is looked at.\n")
        checks = [machine.demo_web if check is machine.port else check for check in CHECKS]
    wrong = 0
    for finding in examine(checks):
        wrong += not finding.fine
        print(f"{'ok   ' if finding.fine else 'WRONG'} {finding.what}")
        if finding.to_do:
            print(f"      → {finding.to_do}")
    print("\nAll is well." if not wrong else f"\n{wrong} {'thing' if wrong == 1 else 'things'} to put right.")
    return 1 if wrong else 0
