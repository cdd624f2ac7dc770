"""The operator sees a company's customers, warns of shared addresses, records payments (LG-03, SB-18, SB-24)."""

from datetime import date

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import make
from tests.story.staff.door import confirmed, operator

pytestmark = pytest.mark.usefixtures("database")


def here(company: Organization) -> OrganizationId:
    return OrganizationId(company.id)


def test_a_second_recipient_with_an_address_is_warned_of_lg_03() -> None:
    """LG-03, SB-19: it is saved, and the first one is named; on the same account, too."""
    company = make.organization()
    holder = make.account(company)
    first = make.recipient(holder, email="delt@eksempel.example", name="Første Person")
    form = {"name": "Anden", "email": "Delt@Eksempel.example", "receive_invoice": "on"}
    told = (
        operator()
        .post(f"/organizations/{company.id}/accounts/{holder.id}/recipients/add/", form, follow=True)
        .content.decode()
    )
    assert first.name in told and holder.code in told and "Nobody can log in" in told
    with within(here(company)):
        assert Recipient.objects.filter(email="delt@eksempel.example").count() == 2


def test_a_recipient_is_barred_and_the_others_are_not_sb_18() -> None:
    """SB-18: one press, one recipient."""
    company = make.organization()
    holder = make.account(company)
    one, other = make.recipient(holder), make.recipient(holder)
    address, client = f"/organizations/{company.id}/accounts/{holder.id}/", operator()
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
    page = operator().get(f"/organizations/{company.id}/accounts/", {"q": words}).content.decode()
    address = f"/organizations/{company.id}/accounts/{wanted.id}/"
    assert f'<a href="{address}">S-SUCHENDE</a>' in page and f'<a href="{address}">Anne Marie Rosenkilde</a>' in page
    assert "S-ANDEN" not in page and 'class="paginator"' not in page


def test_a_neighbours_account_is_not_found_through_another_company() -> None:
    """SEC-18: the account's address under another company is a 404, and posts there change nothing."""
    mine, other = make.organization(), make.organization()
    theirs = make.account(other)
    person = make.recipient(theirs)
    client = operator()
    assert client.get(f"/organizations/{mine.id}/accounts/{theirs.id}/").status_code == 404
    path = f"/organizations/{mine.id}/accounts/{theirs.id}/recipients/{person.id}/"
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
    path = f"/organizations/{company.id}/accounts/{holder.id}/invoices/{invoice.id}/"
    client = operator()
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
    money = client.get(f"/organizations/{company.id}/accounts/{holder.id}/money/").content.decode()
    assert "9,949.00" in money.replace("\u00a0", " ")


def test_the_login_log_says_why_no_mail_was_sent_sb_24_lg_02() -> None:
    """SB-24, LG-02: each reason in words, with its code."""
    company = make.organization()
    codes = [
        "unknown_email", "recipient_barred", "duplicate_email", "organization_inactive", "feature_missing",
        "self_service_disabled", "api_user_missing",
    ]  # fmt: skip
    with within(here(company)):
        for code in codes:
            LoginRequest.objects.create(
                organization=company, email="nogen@eksempel.example", language="da", browser_digest=b"x" * 32,
                requested_at=make.AT, outcome=code, answered_at=make.AT,
            )  # fmt: skip
    page = operator().get(f"/organizations/{company.id}/logins/").content.decode()
    for code in codes:
        assert f"<code>{code}</code>" in page
    assert page.count("No mail: ") == len(codes)


def test_every_page_about_a_company_opens() -> None:
    company = make.organization()
    client = operator()
    for page in ("", "settings/", "gate/", "acts/", "looks/", "hosts/", "api-users/", "plans/", "logins/", "mails/"):
        assert client.get(f"/organizations/{company.id}/{page}").status_code == 200, page
    for path in ("/organizations/", "/organizations/add/", "/auth/user/", "/looked/"):
        assert client.get(path).status_code == 200, path
