"""A company's pages of customers and money in a real browser: axe, both widths, no policy violated (XB-42, SEC-132)."""

from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.tenancy.within import within
from tests import business, card_gateway, live, make
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.cards_money.till import AT, CLERK, Till, kr, line, till
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.fixture
def mine(settings: Any) -> Till:
    """A company with something of everything: paid, given back, taken back, unpaid, disputed, to be paid back."""
    card_gateway.install(settings)
    made = till()
    make.recipient(made.account)
    make.recipient(made.account, role="reader", name="Bo Eksempel")
    make.subscription(made.account, make.terms(make.plan(made.owner)))
    made.issue([line(8_000)])
    one, two = made.paid(made.issue()), made.paid(made.issue())
    made.refund(made.payment(one), 5_000)
    made.tell(made.book.refund_outside(one, kr(99_999)))
    made.tell(made.book.dispute(two, kr(25_000)))
    made.pay(made.issue(), 95_000)
    open_refund(
        made.organization, account=made.account.id, amount=kr(5_000), reason="other", due_on=AT.date(), actor=CLERK,
        at=AT,
    )  # fmt: skip
    return made


def addresses(mine: Till, client: business.BusinessClient) -> list[tuple[str, str]]:
    """Each page with a name for its picture."""
    account, unpaid = mine.account.id, mine.issue([line(12_345)])
    with within(mine.organization):
        disputed = unpaid.lines.get().id
    payment = mine.payment(mine.book.told[0].external_id)
    dispute = open_dispute(
        mine.organization, account=account, line=disputed, reason="faulty", text="Virker ikke",
        files=[], actor=CLERK, at=AT,
    )  # fmt: skip
    lists = (
        "selvbetjening sb_accounts sb_subscriptions sb_invoices sb_open_items sb_late sb_dues sb_e_invoices sb_books "
        "sb_debits sb_foreign sb_account_add"
    )
    of_account = "account account_change recipient_add why cancellation erase money entries"
    of_invoice = "payment credit claims"
    return [
        *((name, client.path(name)) for name in lists.split()),
        ("settlements", f"{client.path('sb_settlements')}?first=2026-03-01&last=2026-03-31"),
        ("accounts-none", f"{client.path('sb_accounts')}?q=ingen"),
        *((f"sb_{name}", client.path(f"sb_{name}", account)) for name in of_account.split()),
        *((f"sb_{name}", client.path(f"sb_{name}", account, unpaid.id)) for name in of_invoice.split()),
        ("sb_give_back", client.path("sb_give_back", account, payment.id)),
        ("sb_dispute", client.path("sb_dispute", dispute.id)),
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_customers_and_money(
    site: live.Site, open_page: "Callable[..., Page]", faults: list[str], mine: Till, language: str
) -> None:
    """XB-42: both widths in Danish; in English the one where its words are tight."""
    page = open_page(language=language)
    client = business.as_manager(mine.owner)
    log_in(page, client)
    widths = (1280, 390) if language == "da" else (390,)
    walk = Checked(page, faults, key=f"money-{language}", widths=widths)
    for name, address in addresses(mine, client):
        walk.visit(name, ORIGIN + address)
    page.goto(ORIGIN + client.path("sb_account_add"))
    page.locator("main form button").first.click()
    page.locator("#error-summary").wait_for()
    walk.look("account-add-error")
    assert walk.wrong == []
