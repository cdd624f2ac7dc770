"""A company sees its customers, is warned of shared addresses, records payments (LG-03, SB-18)."""

from datetime import date

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import make
from tests.business import as_manager, confirmed

pytestmark = pytest.mark.usefixtures("database")


def here(company: Organization) -> OrganizationId:
    return OrganizationId(company.id)


def test_a_second_recipient_with_an_address_is_warned_of_lg_03() -> None:
    """LG-03, SB-19: it is saved, and the first one is named; on the same account, too."""
    company = make.organization()
    holder = make.account(company)
    first = make.recipient(holder, email="delt@eksempel.example", name="Første Person")
    form = {"name": "Anden", "email": "Delt@Eksempel.example", "receive_invoice": "on"}
    client = as_manager(company, language="en")
    told = client.post(client.path("sb_recipient_add", holder.id), form, follow=True).content.decode()
    assert first.name in told and holder.code in told and "Nobody can log in" in told
    with within(here(company)):
        assert Recipient.objects.filter(email="delt@eksempel.example").count() == 2


def test_a_recipient_is_barred_and_the_others_are_not_sb_18() -> None:
    """SB-18: one press, one recipient."""
    company = make.organization()
    holder = make.account(company)
    one, other = make.recipient(holder), make.recipient(holder)
    client = as_manager(company)
    address = client.path("sb_access", holder.id)
    client.post(address, {"bar": str(one.id)})
    with within(here(company)):
        assert not Recipient.objects.get(id=one.id).has_self_service_access
        assert Recipient.objects.get(id=other.id).has_self_service_access
    client.post(address, {"bar": str(one.id)})  # an old tab, where the button still says so
    with within(here(company)):
        assert not Recipient.objects.get(id=one.id).has_self_service_access
    client.post(address, {"admit": str(one.id)})
    with within(here(company)):
        assert Recipient.objects.get(id=one.id).has_self_service_access


@pytest.mark.parametrize("words", ["anne", "ROSENKILDE", "rosen", "s-suchen", "S-SUCHENDE", "anne@", "Anne Marie"])
def test_an_account_is_found_by_how_its_number_a_name_or_an_address_begins(words: str) -> None:
    """SB-03: any of its names, small or capital letters alike; both number and name lead to it, others stay away."""
    company = make.organization()
    wanted = make.account(company, code="S-SUCHENDE", name="Anne Marie Rosenkilde")
    make.recipient(wanted, email="anne@rosenkilde.example")
    make.account(company, code="S-ANDEN", name="Hanne Krosen")
    client = as_manager(company)
    page = client.get(client.path("sb_accounts"), {"q": words}).content.decode()
    address = client.path("sb_account", wanted.id)
    assert f'<a href="{address}">S-SUCHENDE</a>' in page and f'<a href="{address}">Anne Marie Rosenkilde</a>' in page
    assert "S-ANDEN" not in page and 'class="sb-pagination"' not in page


def test_a_neighbours_account_is_not_found_through_another_company() -> None:
    """SEC-19: the account's address under another company is a 404, and posts there change nothing."""
    mine, other = make.organization(), make.organization()
    theirs = make.account(other)
    person = make.recipient(theirs)
    client = as_manager(mine)
    assert client.get(client.path("sb_account", theirs.id)).status_code == 404
    path = client.path("sb_recipient", theirs.id, person.id)
    assert client.post(path, {"name": "X", "email": "x@x.example"}).status_code == 404
    with within(here(other)):
        assert Recipient.objects.get(id=person.id).name == person.name


def test_a_payment_settles_an_invoice_and_what_is_more_stands_to_the_good_py_06() -> None:
    """PY-06: never more than is left of the invoice is put on it; the rest is the account's balance."""
    company = make.organization()
    holder = make.account(company)
    make.subscription(holder, make.terms(make.plan(company)))
    run(here(company), today=date(2026, 3, 1), at=make.AT)
    with within(here(company)):
        invoice = Invoice.objects.get()
    client = as_manager(company, language="en")
    path = client.path("sb_payment", holder.id, invoice.id)
    wrong = client.post(path, {"amount": "12,345", "paid_on": "2026-03-05", "reference": "bank-0"})
    assert b"Write the amount as 199,00." in wrong.content
    for amount, reference in (("200,00", "bank-1"), ("9.999,00", "bank-2")):
        form = {"amount": amount, "paid_on": "2026-03-05", "reference": reference}
        assert confirmed(client, path, form).status_code == 302
    again = client.post(path, form)
    assert b"This payment is recorded already." in again.content
    with within(here(company)):
        settled = Invoice.objects.get()
        assert (settled.outstanding.is_zero, settled.settled_minor) == (True, settled.total_minor)
        assert balance(here(company), account=holder.id) == [Money(20_000 + 999_900 - settled.total_minor, "DKK")]
    money = client.get(client.path("sb_money", holder.id)).content.decode()
    assert "9,949.00" in money.replace("\u00a0", " ")


def test_a_shared_address_is_told_as_long_as_it_is_shared_lg_03() -> None:
    """LG-03: both are named with ways to correct or bar; correcting one ends it, barring one does not."""
    company = make.organization()
    one, two = make.account(company), make.account(company)
    make.recipient(one, email="delt@x.example", name="Else")
    erik = make.recipient(two, email="delt@x.example", name="Erik")
    client = as_manager(company, language="en")
    address = client.path("sb_account", two.id)
    page = client.get(address).content.decode()
    assert f"it also stands on Else of account {one.code}" in page and "Bar this recipient" in page
    client.post(client.path("sb_access", two.id), {"bar": str(erik.id)})
    assert "it also stands on Else" in client.get(address).content.decode()
    client.post(client.path("sb_recipient", two.id, erik.id), {"name": "Erik", "email": "erik@x.example"})
    assert "it also stands on" not in client.get(address).content.decode()


def test_a_new_account_with_a_known_address_warns_lg_03() -> None:
    """LG-03: the first recipient of a new account is a recipient as any other."""
    company = make.organization()
    first = make.recipient(make.account(company), email="delt@x.example", name="Else Først")
    form = {
        "party_type": "consumer", "name": "Ny", "country": "DK", "language": "da", "recipient_name": "Ny",
        "email": first.email,
    }  # fmt: skip
    client = as_manager(company, language="en")
    told = client.post(client.path("sb_account_add"), form, follow=True)
    assert "The address already stands on Else Først" in told.content.decode()
