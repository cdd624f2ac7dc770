"""`selvbetjening demo`: load the demo's companies and people once."""

import argparse
import time

from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def execute(options: argparse.Namespace) -> int:
    """Make each company that is not there yet. May be run again; refuses to run where real companies live."""
    start_django()
    from django.conf import settings

    from selvbetjening.config.demo.companies import COMPANIES
    from selvbetjening.config.demo.load import load
    from selvbetjening.domain.organizations.queries import by_host
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.ids import OrganizationId, new_id

    if not settings.DEMO:
        raise PlainError("This installation is no demo: SELVBETJENING_DEMO is not 1. Nothing was loaded.")
    for company in COMPANIES:
        at, started = clock.now(), time.monotonic()
        if by_host(name=f"{company.slug}.{settings.PORTAL_BASE_DOMAIN}", at=at):
            continue
        load(OrganizationId(new_id()), company=company, at=at)
        print(f"{company.settings.name}: loaded in {time.monotonic() - started:.1f} s.", flush=True)
    return 0


def demo_people() -> list[dict[str, str]]:
    """The demo's people, for `var/demo.json`: name, e-mail address, company's short name, and what one sees."""
    from selvbetjening.config.demo.companies import COMPANIES

    return [
        {"name": person.name, "email": person.email, "organization": company.slug, "what": person.what}
        for company in COMPANIES
        for customer in company.customers
        for person in customer.people
        if person.what
    ]
