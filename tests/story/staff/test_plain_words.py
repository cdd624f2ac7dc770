"""The operator reads words and names: of what happened, of who did it, of who looked (SB-18, LG-03, SEC-18, SEC-34)."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from selvbetjening import domain
from selvbetjening.config import doctor
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.domain.accounts.queries import details_of
from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.identity.actions.delete_api_user import delete_api_user
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.facts import FACTS
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals import staff
from selvbetjening.portals.business.selvbetjening.settings.words import MAILS
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.portals.staff.looked import LOOKS, WHOLE
from tests import make, portal
from tests.business import as_manager
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")

_UUID = re.compile(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}[^<]*<")


def sources(package: object) -> str:
    root = Path(str(getattr(package, "__file__", ""))).parent
    return "\n".join(path.read_text("utf-8") for path in root.rglob("*.py"))


def test_every_fact_has_words_in_both_languages() -> None:
    for module in pkgutil.walk_packages(domain.__path__, "selvbetjening.domain."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    facts = {name for name, kind in FACTS.items() if kind.__module__.startswith("selvbetjening.")}
    assert len(facts) > 30 and facts == FACT_WORDS.keys()
    for words in FACT_WORDS.values():
        with override("en"):
            english = str(words)
        with override("da"):
            assert str(words) != english


def test_every_look_every_reason_and_every_mail_has_words() -> None:
    looks = set(re.findall(r'at_what=f?"([A-Za-z ]+?)(?: \{\w+\})?"', sources(staff)))
    assert len(looks) > 1 and looks == LOOKS.keys()
    reasons = set(re.findall(r'doorway\(reason="([^"]+)"', sources(domain) + sources(staff) + sources(doctor)))
    assert len(reasons) > 4 and reasons == WHOLE.keys()
    kinds = set(re.findall(r'\bletter\(\s*"([a-z_]+)"', sources(mails)))
    assert len(kinds) > 10 and kinds == MAILS.keys()


def test_the_last_changes_tell_what_customers_did_and_who_did_it() -> None:
    """SEC-34: a customer's cancellation, the system's and the operator's acts, by name; no event names, no ids."""
    company = make.organization()
    here = OrganizationId(company.id)
    holder = make.account(company)
    person = make.recipient(holder, name="Kari Kunde")
    subscription = make.subscription(holder, make.terms(make.plan(company)))
    quote = quote_cancel(here, account=holder.id, subscription=subscription.id, at=make.AT)
    confirm(here, account=holder.id, quote=quote.id, actor=Actor("recipient", str(person.id)), at=make.AT)
    with within(here):
        user = ApiUser.objects.get()
    delete_api_user(here, api_user=user.id, actor=SYSTEM, at=make.AT)
    desk = as_manager(company, language="en")
    desk.post(desk.path("sb_access", holder.id), {"bar": str(person.id)})
    page = operator().get(f"/organizations/{company.id}/").content.decode()
    for words in (
        "A subscription was cancelled", "the customer: Kari Kunde", "An API user was deleted", "the system",
        "A recipient was barred from self-service", "a user of the company", str(holder),
    ):  # fmt: skip
        assert words in page
    assert "subscriptions.cancelled" not in page and not _UUID.search(page)
    account = desk.get(desk.path("sb_account", holder.id)).content.decode()
    assert "A subscription was cancelled" in account and "the customer: Kari Kunde" in account
    assert "Astrid Nordby" in account and not _UUID.search(account)


def test_what_the_system_does_to_accounts_does_not_drown_the_changes() -> None:
    company = make.organization()
    here = OrganizationId(company.id)
    holder = make.account(company)
    with within(here):
        details = details_of(here, account=holder.id)
    changed = BillingDetails(party_type=details.party_type, name="Nyt Navn")
    update_billing_details(here, account=holder.id, details=changed, actor=SYSTEM, at=make.AT)
    assert b"The billing details were changed" not in operator().get(f"/organizations/{company.id}/").content


def test_who_looked_names_the_company_and_the_operator_sec_18() -> None:
    """SEC-18: words, names and links, and the system's own looks only when asked for."""
    company = make.organization(name="Kig Efter ApS")
    client = operator()
    client.get(f"/organizations/{company.id}/gate/")
    page = client.get("/looked/").content.decode()
    row = page[page.index("Active, and features") - 900 :][:1200]
    assert "Kig Efter ApS" in row and "@operator.example" in row
    assert f"/organizations/{company.id}/" in row
    assert not _UUID.search(page) and "staff:" not in page
    assert client.get("/looked/?all=1").status_code == 200
    assert browser().get("/looked/").status_code == 302


def test_every_door_has_an_icon() -> None:
    """No browser has to ask for /favicon.ico: the pages name one, error pages too."""
    company = make.organization()
    client = operator()
    pages = [
        client.get("/organizations/"), client.get("/nothing-here/"), browser().get("/login/"),
        portal.client(company).get("/", follow=True), portal.client(company).get("/nothing-here/"),
    ]  # fmt: skip
    for page in pages:
        assert 'rel="icon"' in page.content.decode(), page.request["PATH_INFO"]
