"""Lists over all accounts: search by beginnings with its index, filters, files without formulas (SEC-121, SEC-122)."""

import csv
import io
from datetime import date

import psycopg
import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.queries import search
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.business import BusinessClient, as_manager, as_member, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def company() -> Organization:
    return make.organization()


def codes(company: Organization, words: str, **wanted: str) -> list[str]:
    here = OrganizationId(company.id)
    with within(here):
        return [one.code for one in search(here, words=words, **wanted)]


def rows_of(client: BusinessClient, name: str, **form: str) -> list[dict[str, str]]:
    answer = client.post(client.path(name), form)
    assert answer["Content-Type"].startswith("text/csv"), answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_an_account_is_found_by_any_of_its_names_its_cvr_number_and_its_people(company: Organization) -> None:
    firm = make.account(company, code="A-1", name="Åse Marie af Ørsted Sørensen", cvr="12345678", party_type="business")
    make.recipient(firm, email="bogholderi@firma.example")
    make.account(company, code="B-2", name="100% Kaffe_bar")
    for words in ("åse", "ÅSE MARIE", "marie af", "sørensen", "SØR", "ørsted", "1234", "a-", "bogholderi@", " åse "):
        assert codes(company, words) == ["A-1"], words
    for words in ("100%", "kaffe_", "B-"):
        assert codes(company, words) == ["B-2"], words
    for words in ("%", "_", "se marie", "2345678", "\U0010ffff", "firma.example"):
        assert codes(company, words) == [], words
    assert codes(company, "") == ["A-1", "B-2"]
    assert codes(company, "", party_type="business") == ["A-1"]
    assert codes(company, "", collection_method="payment_card") == []


def test_a_beginning_is_looked_up_in_an_index_behind_the_wall(
    company: Organization, owner_connection: psycopg.Connection
) -> None:
    """Row-level security takes LIKE its index; a range keeps it (design, "Traps of the stack")."""
    here = OrganizationId(company.id)
    many = [(f"K-{number}", f"Navn{number} Rosen{number}") for number in range(3_000)]
    with within(here):
        Account.objects.bulk_create(
            Account(organization=company, code=code, name=name, created_at=make.AT) for code, name in many
        )
        holders = Account.objects.only("id", "organization_id")
        Recipient.objects.bulk_create(
            Recipient(organization=company, account=one, name="x", email=f"a{i}@x.example", created_at=make.AT)
            for i, one in enumerate(holders)
        )
    owner_connection.execute("ANALYZE accounts_account, accounts_recipient")
    owner_connection.commit()
    with within(here):
        inner = search(here, words="navn17").explain()
    for index in ("account_code_folded", "account_name_folded", "account_name_last_folded", "recipient_email_begins"):
        assert index in inner, inner


def test_accounts_leave_as_a_file_with_mitid_and_the_filter_and_without_formulas(company: Organization) -> None:
    """SEC-121, SEC-122, BP-08: only after a step-up, only with the right, written down in the log."""
    evil = make.account(company, code="=1+1", name="@SUM(A1)", party_type="business", cvr="12345678")
    make.recipient(evil, email="a@x.example")
    make.account(company, code="K-2", name="Privat")
    client = as_manager(company, language="en")
    assert "These as a CSV file" in client.get(client.path("sb_accounts")).content.decode()
    assert "Confirm with MitID" in client.post(client.path("sb_accounts_file")).content.decode()
    client.confirm("export")
    assert len(rows_of(client, "sb_accounts_file")) == 2
    (row,) = rows_of(client, "sb_accounts_file", kind="business")
    assert (row["account"], row["name"], row["emails"]) == ("'=1+1", "'@SUM(A1)", "a@x.example")
    with within(OrganizationId(company.id)):
        noted = [event.data for event in Event.objects.filter(name="organizations.list_exported").order_by("id")]
    assert sorted(one["rows"] for one in noted) == [1, 2]
    reader = as_member(company, member(company, grants={"selvbetjening": ["view"]}), language="en")
    assert "These as a CSV file" not in reader.get(reader.path("sb_accounts")).content.decode()
    assert reader.post(reader.path("sb_accounts_file")).status_code == 403


def test_subscriptions_of_all_accounts_by_state_and_customer(company: Organization) -> None:
    terms = make.terms(make.plan(company, name_da="Hold", name_en="Class"))
    anna, bo = make.account(company, name="Anna A"), make.account(company, name="Bo B")
    make.subscription(anna, terms)
    make.subscription(anna, terms, state="ended", ends_on=date(2026, 3, 2))
    make.subscription(bo, terms, state="paused", paused_on=date(2026, 3, 5))
    client = as_manager(company, language="en")

    def shown(**asked: str) -> list[str]:
        return [
            one.account.name
            for one, _plan, _badge in client.get(client.path("sb_subscriptions"), asked).context["rows"]
        ]

    assert sorted(shown()) == ["Anna A", "Bo B"]
    assert shown(state="ended") == ["Anna A"]
    assert shown(state="paused") == ["Bo B"]
    assert shown(q="anna") == ["Anna A"]
    assert shown(q="nobody") == []
    assert shown(state="trial") == []
    assert "None found." in client.get(client.path("sb_subscriptions"), {"q": "nobody"}).content.decode()


def test_invoices_of_all_accounts_by_state_number_and_customer(company: Organization) -> None:
    here = OrganizationId(company.id)
    terms = make.terms(make.plan(company))
    bo = make.account(company, name="Bo B")
    for holder in (make.account(company, name="Anna A"), bo):
        make.subscription(holder, terms)
    run(here, today=date(2026, 3, 1), at=make.AT)
    with within(here):
        first, second = Invoice.objects.order_by("number")
        Invoice.objects.filter(id=second.id).update(settled_minor=second.total_minor)
    client = as_manager(company, language="en")
    client.confirm("export")

    def numbers(**asked: str) -> list[int]:
        return [one.number for one, _state in client.get(client.path("sb_invoices"), asked).context["rows"]]

    assert numbers() == [second.number, first.number]
    assert (numbers(state="paid"), numbers(state="open"), numbers(state="overdue")) == (
        [second.number], [first.number], [first.number],
    )  # fmt: skip
    assert numbers(q=str(first.number)) == [first.number]
    assert sorted([*numbers(q="bo"), *numbers(q="anna")]) == [first.number, second.number]
    assert numbers(q="bo") == [first.number if first.account_id == bo.id else second.number]
    assert numbers(q="9" * 40) == []
    (row,) = rows_of(client, "sb_invoices_file", state="paid")
    assert (row["invoice"], row["left"]) == (str(second.number), "0,00")


def test_a_neighbours_rows_are_on_no_list(company: Organization) -> None:
    """SEC-19."""
    other = make.organization()
    make.subscription(make.account(other, name="Fremmed"), make.terms(make.plan(other)))
    run(OrganizationId(other.id), today=date(2026, 3, 1), at=make.AT)
    client = as_manager(company)
    for name in ("sb_accounts", "sb_subscriptions", "sb_invoices"):
        assert "Fremmed" not in client.get(client.path(name)).content.decode(), name
