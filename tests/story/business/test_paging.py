"""An account's invoices and the open items come a page at a time, as every other list."""

from datetime import date

import pytest

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.customers import account as account_page
from selvbetjening.portals.business.selvbetjening.money import open_items as open_items_page
from tests import make
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


def test_invoices_are_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every invoice stands on one page, and on one only; a number beyond the last page is the last page."""
    monkeypatch.setattr(account_page, "_INVOICES", 2)
    monkeypatch.setattr(open_items_page, "_SHOWN", 2)
    company = make.organization()
    here, holder = OrganizationId(company.id), make.account(company)
    make.subscription(holder, make.terms(make.plan(company)))
    for month in (3, 4, 5):
        run(here, today=date(2026, month, 1), at=make.AT)
    with within(here):
        numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert len(numbers) >= 3
    client = as_manager(company)

    def of_account(page: int) -> list[int]:
        answer = client.get(client.path("sb_account", holder.id), {"page": page})
        assert "sb-pagination" in answer.content.decode()
        return [invoice.number for invoice, _due in answer.context["invoices"]]

    def unpaid(page: int) -> list[int]:
        answer = client.get(client.path("sb_open_items"), {"page": page})
        assert "sb-pagination" in answer.content.decode()
        return [item.number for item, _age in answer.context["rows"]]

    pages = range(1, (len(numbers) + 3) // 2)
    assert [number for page in pages for number in of_account(page)] == numbers[::-1]
    assert of_account(99) == of_account(pages[-1])
    assert [number for page in pages for number in unpaid(page)] == numbers
