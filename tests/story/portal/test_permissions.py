"""SB-05: a permission that is off takes page element, route and act away together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from tests import card_gateway, make, portal
from tests.story.law.test_pay_back import overpaid
from tests.story.paying.failed import failed_charge
from tests.story.portal.test_pages import address
from tests.story.portal.world import World, quote_in, world
from tests.story.walls.card_rows import second_card_of

from selvbetjening.domain.organizations import permissions


@dataclass(frozen=True)
class Element:
    """What one permission gives: links on pages, the routes behind them, and the act that a quote confirms.

    `forms` are those that stand on a page and post elsewhere: the page, and where it posts.
    """

    code: str
    links: tuple[tuple[str, str], ...]
    routes: tuple[str, ...]
    act: str = ""
    forms: tuple[tuple[str, str], ...] = ()


ONE = "/abonnementer/{subscription}/"
BILL = "/fakturaer/{invoice}/"
ELEMENTS = (
    Element("create_subscription", (("/", "/nyt-abonnement/"), ("/abonnementer/", "/nyt-abonnement/")),
            ("/nyt-abonnement/", "/nyt-abonnement/{large}/"), "/nyt-abonnement/{large}/"),
    Element("upgrade_subscription", ((ONE + "skift/", ONE + "skift/{large}/"),), (ONE + "skift/{large}/",),
            ONE + "skift/{large}/"),
    Element("downgrade_subscription", ((ONE + "skift/", ONE + "skift/{yearly}/"),), (ONE + "skift/{yearly}/",),
            ONE + "skift/{yearly}/"),
    Element("cancel_subscription", ((ONE, ONE + "opsig/"),), (ONE + "opsig/", ONE + "opsagt/"), ONE + "opsig/"),
    Element("reactivate_subscription", ((ONE, ONE + "genoptag/"),), (ONE + "genoptag/",), ONE + "genoptag/"),
    Element("manage_scheduled_change", ((ONE, ONE + "planlagt/fjern/"),), (ONE + "planlagt/fjern/",)),
    Element("change_quantity", ((ONE, ONE + "antal/"),), (ONE + "antal/",), ONE + "antal/?antal=3"),
    Element("pause_subscription", ((ONE, ONE + "pause/"),), (ONE + "pause/",), ONE + "pause/?indtil="),
    Element("use_coupon", ((ONE, ONE + "rabatkode/"),), (ONE + "rabatkode/",)),
    Element("update_billing_details", (("/oplysninger/", "/oplysninger/ret/"),), ("/oplysninger/ret/",)),
    Element("update_tax_details", (("/oplysninger/", "/oplysninger/numre/"),), ("/oplysninger/numre/",)),
    Element("update_references", (("/oplysninger/", "/oplysninger/referencer/"),), ("/oplysninger/referencer/",)),
    Element("manage_recipients", (("/", "/modtagere/"), ("/modtagere/", "/modtagere/inviter/")),
            ("/modtagere/", "/modtagere/inviter/")),
    Element("invite_accountant", (("/", "/bogholdere/"), ("/bogholdere/", "/bogholdere/inviter/")),
            ("/bogholdere/", "/bogholdere/inviter/")),
    Element("add_card", (("/kort/", "/kort/tilfoej/"),), ("/kort/tilfoej/",)),
    Element("disable_card", (("/kort/", "/kort/{card}/deaktiver/"),), ("/kort/{card}/deaktiver/",)),
    Element("set_default_card", (), (), forms=(("/kort/", "/kort/{card}/standard/"),)),
    Element("change_collection_method", ((ONE, ONE + "betalingsmaade/"),),
            (ONE + "betalingsmaade/", "/betalingsmaade/")),
    Element("view_invoices", (("/", "/fakturaer/"),), ("/fakturaer/", "/fakturaer/{invoice}/")),
    Element("download_invoices", (("/fakturaer/", "/fakturaer/{invoice}/pdf/"),
            ("/fakturaer/{invoice}/", "/fakturaer/{invoice}/pdf/")), ("/fakturaer/{invoice}/pdf/",)),
    Element("download_einvoice", ((BILL, BILL + "e-faktura/"),), (BILL + "e-faktura/",)),
    Element("correct_invoice", ((BILL, BILL + "ret/"),), (BILL + "ret/",)),
    Element("dispute_invoice", ((BILL, BILL + "indsigelse/"),), (BILL + "indsigelse/",)),
    Element("defer_invoice", ((BILL, BILL + "udskyd/"), (BILL, BILL + "rater/")), (BILL + "udskyd/", BILL + "rater/")),
    Element("pay_out_balance", (("/fakturaer/til-gode/", "/fakturaer/til-gode/udbetal/"),),
            ("/fakturaer/til-gode/udbetal/",)),
    Element("use_payment_link", (("/", BILL + "betal/"), ("/fakturaer/", BILL + "betal/"), (BILL, BILL + "betal/")),
            (BILL + "betal/", "/fakturaer/betal/?valgt={invoice}")),
    Element("retry_payment", ((BILL, BILL + "proev-igen/"),), (BILL + "proev-igen/",)),
    Element("withdraw_contract", ((ONE, ONE + "fortryd/"), ("/", "/fortryd/")), ("/fortryd/", ONE + "fortryd/")),
    Element("view_activity_log", (("/", "/logbog/"),), ("/logbog/", "/logbog/hent/", "/logbog/kontrol/")),
    Element("use_calendar_feed", (("/oplysninger/", "/oplysninger/kalender/"),), ("/oplysninger/kalender/",)),
    Element("use_customer_api", (("/oplysninger/", "/oplysninger/programmer/"),), ("/oplysninger/programmer/",)),
    Element("export_data", (("/oplysninger/", "/oplysninger/mine-data/"),), ("/oplysninger/mine-data/",)),
)  # fmt: skip
BY_CODE = {element.code: element for element in ELEMENTS}


@pytest.fixture
def company(settings: Any) -> World:
    """A business account: the law's floor is a consumer's. The company lets businesses withdraw, and has a gateway."""
    card_gateway.install(settings)
    made = world(party_type="business", choices={"offer_withdrawal_b2b": True})
    card_gateway.connect(made.organization)
    return made


def place(path: str, company: World) -> str:
    if "{card}" in path:
        path = path.replace("{card}", str(second_card_of(company)))
    return address(path.replace("{yearly}", str(company.yearly.id)), company)


def prepare(code: str, company: World) -> None:
    """Bring the subscription into the state in which the act is possible."""
    if code in ("add_card", "disable_card", "set_default_card"):
        second_card_of(company)
    if code == "pay_out_balance":
        overpaid(company)
    if code == "retry_payment":
        failed_charge(company)
    client = company.client()
    path = {"reactivate_subscription": "opsig/", "manage_scheduled_change": f"skift/{company.yearly.id}/"}.get(code)
    if path:
        here = f"/abonnementer/{company.subscription.id}/{path}"
        assert client.post(here, {"quote": quote_in(client.get(here))}).status_code == 302


def test_every_permission_is_tried() -> None:
    """SB-05. Signing up has no page of a logged-in visitor; test_signup tries it.

    The box that saves a card is no link and no route; story/paying/test_saving tries it. Signing up for
    Betalingsservice wants an agreement; story/billing/test_direct_debit_pages tries it.
    """
    elsewhere = {permissions.CREATE_ACCOUNT, permissions.SAVE_CARD_WHEN_PAYING, permissions.ENROL_BETALINGSSERVICE}
    assert {*BY_CODE, *elsewhere} == set(permissions.REGISTRY)


@pytest.mark.parametrize("code", BY_CODE)
def test_off_means_gone(code: str, company: World) -> None:
    """SB-05, SB-11: shown and open when on; neither shown nor open when off; a quote from before confirms nothing."""
    element = BY_CODE[code]
    prepare(code, company)
    client = company.client()
    for page, link in element.links:
        assert f'href="{place(link, company)}"' in client.get(place(page, company)).content.decode()
    for page, form in element.forms:
        assert f'action="{place(form, company)}"' in client.get(place(page, company)).content.decode()
    quote = quote_in(client.get(place(element.act, company))) if element.act else ""
    if code != "cancel_subscription":
        assert all(client.get(place(route, company)).status_code == 200 for route in element.routes)
    before = (company.reload().state, company.reload().terms_id, company.waiting() is None, company.subscriptions())

    company.forbid(code)

    for page, link in element.links:
        assert f'href="{place(link, company)}"' not in client.get(place(page, company)).content.decode()
    for page, form in element.forms:
        assert f'action="{place(form, company)}"' not in client.get(place(page, company)).content.decode()
        assert client.post(place(form, company)).status_code == 404
    for route in element.routes:
        assert client.get(place(route, company)).status_code == 404
        assert client.post(place(route, company), {"quote": quote, "name": "X"}).status_code in {404, 405}
    after = (company.reload().state, company.reload().terms_id, company.waiting() is None, company.subscriptions())
    assert after == before


@pytest.mark.parametrize("role", ["reader", "accountant", "billing"])
@pytest.mark.parametrize("code", BY_CODE)
def test_a_role_sees_what_it_may_do(code: str, role: str, company: World) -> None:
    """SB-05, XB-32: the page's element is there for the roles that may, and for no other."""
    prepare(code, company)
    ranks = ("reader", "billing", "owner")
    expected = ranks.index(permissions.REGISTRY[code].role) <= ranks.index("billing" if role == "billing" else "reader")
    ends: dict[str, Any] = {"ends_on": date(2026, 12, 31)} if role == "accountant" else {}
    client = portal.client(company.organization, make.recipient(company.account, role=role, **ends))
    for page, link in BY_CODE[code].links:
        shown = client.get(place(page, company))
        assert (f'href="{place(link, company)}"' in shown.content.decode()) is expected, page
    for page, form in BY_CODE[code].forms:
        shown = client.get(place(page, company))
        assert (f'action="{place(form, company)}"' in shown.content.decode()) is expected, page


def test_a_quote_confirms_only_its_own_act(company: World) -> None:
    """SB-05, SEC-25: what one act's page refuses cannot be smuggled through another act's page."""
    client = company.client()
    order = quote_in(client.get(f"/nyt-abonnement/{company.large.id}/"))
    upgrade = quote_in(client.get(f"/abonnementer/{company.subscription.id}/skift/{company.large.id}/"))
    company.forbid("create_subscription", "upgrade_subscription")
    for quote in (order, upgrade):
        for act in ("opsig/", "genoptag/", f"skift/{company.yearly.id}/", f"skift/{company.large.id}/"):
            path = f"/abonnementer/{company.subscription.id}/{act}"
            assert client.post(path, {"quote": quote}).status_code == 404
    assert company.subscriptions() == 1
    assert company.reload().terms_id == company.small.id


def test_the_law_gives_consumers_their_floor(ours: World) -> None:
    """Section 4, "Floor": a consumer can cancel and see the documents whatever the switches say."""
    ours.allow()
    client = ours.client()
    here = f"/abonnementer/{ours.subscription.id}/opsig/"
    assert f'href="{here}"' in client.get(f"/abonnementer/{ours.subscription.id}/").content.decode()
    assert client.post(here, {"quote": quote_in(client.get(here))}).status_code == 302
    assert ours.reload().state == "cancelled"
    assert client.get(f"/fakturaer/{ours.invoice.id}/pdf/").status_code == 200
