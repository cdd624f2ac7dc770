"""The company credits, lets lines wait, pays back, fetches the books (CRN-3, CRN-4, PY-06, BOK-2, BOK-5, NUM-3)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.invoicing.models import CorrectionTask, CreditNote, DraftLine, ForeignDocument, Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.tenancy.within import within
from tests.business import BusinessClient, as_manager, confirmed
from tests.story.invoicing.books import DAY, Books, books, line
from tests.story.invoicing.test_corrections import correct

pytestmark = pytest.mark.usefixtures("database")


def desk(mine: Books) -> BusinessClient:
    return as_manager(mine.owner, language="en")


def test_an_invoice_is_credited_by_line_and_then_made_void_crn_3_crn_4() -> None:
    mine = books()
    client = desk(mine)
    invoice = mine.issue([line(20000), line(10000, "Fri")])
    page = client.path("sb_credit", mine.account.id, invoice.id)
    assert "DKK\N{NO-BREAK SPACE}200.00 is left" in client.get(page).content.decode()
    assert "Tick this, or write an amount" in client.post(page, {"reason": "Fejl"}).content.decode()
    told = client.post(page, {"reason": "Fejl", "line_1": "200,01"}).content.decode()
    assert "more than is left of the line" in told
    shown = client.post(page, {"reason": "Fejl", "line_1": "50,00"})
    for said in ("Nothing is booked yet", "Credit note incl. VAT", "62.50", "Left to pay afterwards", "312.50"):
        assert said in shown.content.decode(), said
    with within(mine.organization):
        assert not CreditNote.objects.exists()
    back = client.post(page, {"reason": "Fejl", "line_1": "50,00", "change": "1", "confirmed": shown.context["seal"]})
    assert 'value="50,00"' in back.content.decode()
    assert confirmed(client, page, {"reason": "Fejl", "line_1": "50,00"}).status_code == 302
    # The same yes again would be to something else now: 250.00 would be left.
    old = {"reason": "Fejl", "line_1": "50,00", "confirmed": shown.context["seal"]}
    assert "250.00" not in shown.content.decode() and "250.00" in client.post(page, old).content.decode()
    assert confirmed(client, page, {"reason": "Slettet", "whole": "on"}).status_code == 302
    with within(mine.organization):
        assert sorted(CreditNote.objects.values_list("net_minor", "reason")) == [(5000, "Fejl"), (25000, "Slettet")]
    assert "Nothing is left to credit" in client.post(page, {"reason": "Igen", "whole": "on"}).content.decode()
    told = client.get(client.path("sb_dues")).content.decode()
    assert "Slettet" in told


def test_lines_wait_are_removed_and_invoiced_now() -> None:
    mine = books()
    client = desk(mine)
    page = client.path("sb_money", mine.account.id)
    form = {"act": "add", "text": "Kursus", "quantity": "2", "unit_price": "80,00", "currency": "DKK"}
    for line_ in ({"vat_category": "S"}, {"vat_category": "E", "text": "Bog"}):
        assert client.post(page, form | line_ | {"key": client.get(page).context["key"]}).status_code == 302
    form["key"] = client.get(page).context["key"]
    wrong = client.post(page, form | {"vat_category": "S", "starts_on": "2026-05-01"}).content.decode()
    assert "Give both days" in wrong
    with within(mine.organization):
        book = DraftLine.objects.get(text="Bog")
        assert (book.vat_category, book.vat_basis_points) == ("E", 0)
    assert client.post(page, {"act": "drop", "line": str(book.id)}).status_code == 302
    assert client.post(page, {"act": "drop", "line": str(book.id)}).status_code == 404
    assert client.post(page, {"act": "issue"}).status_code == 302
    assert "Nothing waits any more" in client.post(page, {"act": "issue"}).content.decode()
    with within(mine.organization):
        assert [invoice.total_minor for invoice in Invoice.objects.all()] == [20000]


def test_what_was_paid_too_much_is_listed_and_paid_back_py_06() -> None:
    mine = books()
    client = desk(mine)
    mine.pay(mine.issue(), 30000)
    page, list_ = client.path("sb_money", mine.account.id), client.path("sb_dues")
    assert "50.00" in client.get(list_).content.decode()
    form = {"act": "refund", "currency": "DKK", "due_on": (DAY + timedelta(days=14)).isoformat()}
    form["key"] = client.get(page).context["key"]
    assert "Less than that stands" in client.post(page, form | {"amount": "50,01"}).content.decode()
    assert client.post(page, form | {"amount": "50,00"}).status_code == 302
    with within(mine.organization):
        task = RefundTask.objects.get()
    assert "Overdue" in client.get(list_).content.decode()
    assert "bank&#x27;s reference" in client.post(list_, {"refunded": str(task.id), "reference": ""}).content.decode()
    assert client.post(list_, {"refunded": str(task.id), "reference": "bank-9"}).status_code == 302
    assert "dealt with it already" in client.post(list_, {"drop": str(task.id)}).content.decode()
    with within(mine.organization):
        assert RefundTask.objects.get().reference == "bank-9"


def test_a_wish_for_a_correction_is_listed_and_closed_cm_07() -> None:
    mine = books(party_type="business")
    client = desk(mine)
    correct(mine, mine.issue(), day=DAY + timedelta(days=90))
    list_ = client.path("sb_dues")
    told = client.get(list_).content.decode()
    assert "More than 60 days old" in told
    assert "EAN number: 5798000416789" in told
    with within(mine.organization):
        task = CorrectionTask.objects.get()
    assert client.post(list_, {"close": str(task.id)}).status_code == 302
    assert "More than 60 days old" not in client.get(list_).content.decode()


def test_the_books_are_three_files_and_foreign_numbers_are_read_in_bok_5_num_3() -> None:
    mine = books()
    client = desk(mine)
    mine.issue()
    page, days = client.path("sb_books_file"), {"first": str(DAY), "last": str(DAY)}
    assert "Confirm with MitID" in client.post(page, days | {"file": "csv"}).content.decode()
    client.confirm("export")
    for kind, words in (("csv", b"invoice;1;"), ("saft", b"<AuditFile"), ("description", b"Systembeskrivelse")):
        answer: Any = client.post(page, days | {"file": kind})
        assert words in b"".join(answer.streaming_content)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.post(page, {"file": "csv", "first": "x"}).status_code == 200
    rows = f"{mine.account.code}; 2024-77; 2024-05-01; 2024-05-09; 249,00; DKK\n"
    foreign = client.path("sb_foreign")
    form = {"source": "Gammelt", "rows": f"{rows}{mine.account.code}; 78; i går; ; 1; DKK"}
    assert "Line 2 is not understood" in client.post(foreign, form).content.decode()
    assert (
        "not known: K-nobody"
        in client.post(foreign, {"source": "x", "rows": "K-nobody;1;2024-05-01;;1,00;DKK"}).content.decode()
    )
    for _ in range(2):
        assert client.post(foreign, {"source": "Gammelt", "rows": rows}).status_code == 302
    with within(mine.organization):
        assert list(ForeignDocument.objects.values_list("foreign_number", "total_minor")) == [("2024-77", 24900)]


def test_another_companys_account_and_invoice_are_not_there() -> None:
    mine, other = books(), books()
    client = desk(mine)
    invoice = other.issue()
    assert client.get(client.path("sb_credit", mine.account.id, invoice.id)).status_code == 404
    assert client.get(client.path("sb_money", other.account.id)).status_code == 404
    with within(mine.organization):
        assert Organization.objects.count() == 1
