"""The demo's companies are made by real acts, have a believable past, and hold no real person (SEC-131)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from selvbetjening.config.commands.demo import demo_people
from selvbetjening.config.demo.cards import connect, tell_stand_ins
from selvbetjening.config.demo.cast import Company
from selvbetjening.config.demo.companies import COMPANIES, NORDLYS, YOGA
from selvbetjening.config.demo.load import load
from selvbetjening.config.demo_file import describe, words
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.queries.enrolling import mandate_numbers
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.history.models import PendingReaction
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.queries.gateways import keys_of, of_company
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.numbers import cvr_is_valid
from selvbetjening.portals.sandbox.gateways.merchants import account_id
from selvbetjening.portals.sandbox.gateways.seeding import seeding
from tests import directdebit, make

pytestmark = pytest.mark.usefixtures("database")

#: The turn of a month, a leap day, and days in summer and winter time.
DAYS = [datetime(2026, 3, 31, 9, tzinfo=UTC), datetime(2028, 2, 29, 9, tzinfo=UTC), datetime(2026, 7, 1, 9, tzinfo=UTC)]


def loaded(company: Company, at: datetime = make.AT) -> OrganizationId:
    new = OrganizationId(new_id())
    own = directdebit.pbs_number() if company.pbs_number else ""  # it is one company's, on the whole platform
    load(new, company=replace(company, slug=f"demo-{new.hex[:10]}", pbs_number=own), at=at)
    return new


@pytest.mark.parametrize("at", DAYS)
def test_a_year_has_passed_and_nothing_is_left_to_bill(at: datetime) -> None:
    company = loaded(NORDLYS, at)
    assert run(company, today=copenhagen_day(at), at=at).invoices == 0
    with within(company):
        invoices = list(Invoice.objects.filter(account__name="Anna Testesen").order_by("number"))
        assert [invoice.number for invoice in Invoice.objects.order_by("number")] == list(
            range(1, Invoice.objects.count() + 1)
        )
        assert not Subscription.objects.filter(renews_on__lte=copenhagen_day(at)).exclude(state="ended").exists()
    assert len(invoices) > 12 and all(invoice.issued_on <= copenhagen_day(at) for invoice in invoices)
    assert not invoices[-1].outstanding.is_zero and invoices[0].outstanding.is_zero
    bente_pays_through_betalingsservice(company, at)


def bente_pays_through_betalingsservice(company: OrganizationId, at: datetime) -> None:
    """Her mandate is active, something is paid, something under way; when the clock moves on, that is paid, too."""
    with within(company):
        account = Account.objects.get(organization_id=company, name="Bente Bankaftale")
        tries = InvoiceCollection.objects.filter(organization_id=company, account=account).order_by("pays_on")
        rows = list(tries)
        assert mandate_numbers(company, account=account, today=copenhagen_day(at)) is not None
    states = [row.state for row in rows]
    assert set(states) == {"paid", "asked"} and states[-1] == "asked"
    day = rows[-1].pays_on
    assert day is not None and copenhagen_day(at) < day
    later = start_of_day(day) + timedelta(hours=7)
    settle_day(company, today=day, at=later)
    debit_day(company, at=later)
    with within(company):
        assert {row.state for row in tries.all()} == {"paid"}


def test_everybody_of_the_story_is_there() -> None:
    """LG-03, SB-18: a pair with one address, somebody barred, somebody who has cancelled."""
    company = loaded(NORDLYS)
    with within(company):
        assert Recipient.objects.filter(email="familien@delt.example").count() == 2
        assert Recipient.objects.filter(has_self_service_access=False).count() == 1
        assert Subscription.objects.filter(account__name="Anna Testesen", state="active").count() == 2
        assert Subscription.objects.filter(state="cancelled", account__name="Frede Farvel").exists()
        assert Subscription.objects.filter(quantity=12).exists()
        assert not PendingReaction.objects.filter(recorded_at__lt=make.AT.replace(month=2, day=10)).exists()
    cards_are_the_same_at_the_stand_ins(company)


def cards_are_the_same_at_the_stand_ins(company: OrganizationId) -> None:
    """What each start does again changes nothing; keys, cards and the address of notices fit."""
    for _ in range(2):
        connect(company, company=NORDLYS, at=make.AT)
        tell_stand_ins(company)
    with within(company), seeding(settings.VAR_DIR / "gateways.json") as state:
        accounts = {account.gateway: account for account in of_company(company)}
        assert len(of_company(company)) == len(accounts) == 2
        assert PaymentCard.objects.count() == 5
        for card in PaymentCard.objects.all():
            table = "stripe.payment_method" if card.gateway == "stripe" else "quickpay.subscription"
            row = state.find(table, card.external_id.rpartition(":")[2])
            assert row is not None
            key = keys_of(account=accounts[card.gateway]).api_key
            assert row.merchant == account_id(gateway=card.gateway, api_key=key)
        told = state.merchants[account_id(gateway="stripe", api_key=keys_of(account=accounts["stripe"]).api_key)]
        assert told.webhook_url.endswith(f"/stripe/{company}/{accounts['stripe'].id}/")
        (newest,) = Invoice.objects.filter(account__name="Karen Kort").order_by("-number")[:1]
        assert newest.snapshot["payment"]["by_card"]
        assert not newest.outstanding.is_zero


def test_a_company_is_closed_where_the_demo_says_so_sb_08() -> None:
    """SB-08: the third company's master switch is off."""
    company = loaded(YOGA)
    with within(company):
        assert not Organization.objects.get().self_service_enabled


def test_nobody_is_real_sec_131() -> None:
    """SEC-131: every address is under a name that is reserved for examples, and no company's number is a person's."""
    for company in COMPANIES:
        addresses = [person.email for customer in company.customers for person in customer.people]
        assert all(address.endswith(".example") for address in [*addresses, company.settings.email])
    firms = [customer.details.cvr for company in COMPANIES for customer in company.customers if customer.details.cvr]
    numbers = [company.settings.cvr for company in COMPANIES] + firms
    assert len(set(numbers)) == len(numbers) == 6
    assert all(cvr_is_valid(number) and (number[0] == "9" or number == "12345674") for number in numbers)


def test_the_list_for_demo_json() -> None:
    people = demo_people()
    assert list(dict.fromkeys(person["organization"] for person in people)) == ["nordlys", "fjordbyg", "yogahuset"]
    assert people[0]["email"] == "anna@testesen.example"
    keys = {"name", "email", "organization", "what", "can_log_in", "door"}
    assert all(set(person) == keys and person["what"] for person in people)
    refused = {person["email"] for person in people if not person["can_log_in"]}
    assert refused == {"dorte@lukket.example", "familien@delt.example", "ida@inderro.example"}, "LG-03, SB-08, SB-18"


def test_the_demos_addresses_begin_with_the_storys_company() -> None:
    """Doors that are open, those that come later apart, and in the words only people whom a login mail reaches."""
    content = describe(port=8000, people=demo_people(), smtp_port=8025, gateways_port=8026)
    assert content["gateways"]["stripe"] == "http://127.0.0.1:8026/stripe"
    assert list(content["doors"]["customer"]) == ["nordlys", "fjordbyg", "yogahuset"]
    assert set(content["doors"]) == {"customer", "bookkeeper", "business", "staff", "sandbox", "api"}
    assert set(content["later"]) == {"status"}
    said = words(content)
    first = next(line for line in said.splitlines() if "http" in line)
    assert first.strip().startswith("http://nordlys.localhost:8000/ ")
    for words_of_the_story in (
        "http://nordlys.localhost:8000/opret/ ", "http://nordlys.localhost:8000/verificer/ ",
        "http://bogholder.localhost:8000/ ", "http://demo.localhost:8000/#cards ", "karen@kort.example",
        "http://demo.localhost:8000/clock/ ", "http://staff.localhost:8000/ ",
        "http://api.localhost:8000/api/v1/ ",
        "anna@testesen.example", "ben@sample.example", "gry@nystart.example", "lars@langsom.example",
        "bente@bankaftale.example",
        "signe@proevekommunen.example", "bodil@bogholder.example", "log in to bogholder:",
    ):  # fmt: skip
        assert words_of_the_story in said
    assert not [email for email in ("dorte@", "familien@", "ida@") if email in said]
