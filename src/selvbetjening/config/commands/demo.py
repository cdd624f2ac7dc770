"""`selvbetjening demo`: load the demo's companies and people once."""

import argparse
import time
from typing import TYPE_CHECKING, Any

from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

if TYPE_CHECKING:
    from selvbetjening.config.demo.cast import Company, Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def execute(options: argparse.Namespace) -> int:
    """Make each company that is not there yet. May be run again; refuses to run where real companies live."""
    start_django()
    from django.conf import settings

    from selvbetjening.config.demo.business import employ
    from selvbetjening.config.demo.cards import connect, tell_stand_ins
    from selvbetjening.config.demo.companies import COMPANIES
    from selvbetjening.config.demo.files import send_files, write_users
    from selvbetjening.config.demo.load import load
    from selvbetjening.domain.organizations.queries import by_host
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.ids import OrganizationId, new_id

    if not settings.DEMO:
        raise PlainError("This installation is no demo: SELVBETJENING_DEMO is not 1. Nothing was loaded.")
    hosts = {one.slug: f"{one.slug}.{settings.PORTAL_BASE_DOMAIN}" for one in COMPANIES}
    missing = [one for one in COMPANIES if not by_host(name=hosts[one.slug], at=clock.now())]
    if missing:
        print("Loading demo data, the first time only …", flush=True)
    for company in missing:
        at, started = clock.now(), time.monotonic()
        load(OrganizationId(new_id()), company=company, at=at)
        print(f"{company.settings.name}: loaded in {time.monotonic() - started:.1f} s.", flush=True)
    users = []
    for company in COMPANIES:
        # A demo of before the gateways gets them now; the stand-ins' file may be gone.
        if found := by_host(name=hosts[company.slug], at=clock.now()):
            connect(found.organization, company=company, at=clock.now())
            employ(found.organization, slug=company.slug, at=clock.now())
            users.append(send_files(found.organization, slug=company.slug, folder=settings.VAR_DIR, at=clock.now()))
            tell_stand_ins(found.organization)
    write_users(settings.VAR_DIR, users=[user for user in users if user])
    return 0


def demo_people() -> list[dict[str, Any]]:
    """The demo's people, for `var/demo.json`: name, e-mail address, company's short name, what one sees, `can_log_in`.

    `door` says where: a company's customer portal, or the bookkeepers' own host. The companies come in the order of
    the story, the one that it is about first.
    """
    from selvbetjening.config.demo.companies import COMPANIES, WHAT_A_BOOKKEEPER_SEES

    customers = [
        {
            "name": person.name,
            "email": person.email,
            "organization": company.slug,
            "what": person.what,
            "can_log_in": company.open and not person.barred and _is_alone(person, company),
            "door": "customer",
        }
        for company in COMPANIES
        for customer in company.customers
        for person in customer.people
        if person.what
    ]
    bookkeepers = {
        customer.bookkeeper: company.slug
        for company in COMPANIES
        for customer in company.customers
        if customer.bookkeeper
    }
    return customers + [
        {
            "name": name,
            "email": email,
            "organization": slug,
            "what": WHAT_A_BOOKKEEPER_SEES,
            "can_log_in": True,
            "door": "bookkeeper",
        }
        for (name, email), slug in bookkeepers.items()
    ]


def _is_alone(person: "Person", company: "Company") -> bool:
    """LG-03: nobody else of the company has the address."""
    addresses = [other.email for customer in company.customers for other in customer.people]
    return addresses.count(person.email) == 1


def business_people() -> list[dict[str, Any]]:
    """Who can be chosen at the MitID stand-in, for `var/demo.json`: name, company, what one sees in both languages."""
    from selvbetjening.portals.sandbox.mitid.people import COMPANIES, PEOPLE

    names = {company.cvr: company.name for company in COMPANIES}
    return [
        {
            "name": f"{one.given_name} {one.surname}",
            "key": one.key,
            "cvr": one.cvr,
            "company": names[one.cvr],
            "what_da": one.what_da,
            "what_en": one.what_en,
        }
        for one in PEOPLE
    ]
