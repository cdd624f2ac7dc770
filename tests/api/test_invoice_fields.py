"""What an invoice tells beside its amounts: terms, revenue group, payment slip, and the way to pay (section 13)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from betalingsservice.fik import ocr_line, read_ocr_line
from selvbetjening.domain.invoicing.actions.credit import Credit, credit, credit_in_full
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import PaymentLink
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import card_gateway, make, portal
from tests.api.client import Machine

Issue = Callable[..., dict[str, Any]]


@pytest.fixture
def shop(machine: Machine, settings: Any) -> Machine:
    """A company that takes cards and has payment slips, one series of its own."""
    card_gateway.install(settings)
    card_gateway.connect(machine.organization)
    choices = {"fik_creditor_number": "81234567", "fik_series_prefix": "2026"}
    choose(machine.here, values=choices, actor=SYSTEM, at=clock.now())
    return machine


@pytest.fixture
def issue(shop: Machine) -> Issue:
    """Invoice one drafted line of 100 kr. for a customer of its own."""
    account = make.account(shop.organization, party_type="business", cvr="12345674", code="KUNDE-1")

    def made(**line: Any) -> dict[str, Any]:
        body = {"account": account.code, "description": "Tilsyn", "vat_type": "services", "price": "100", **line}
        assert shop.post("draftinvoicelines/", body).status_code == 201
        (invoice,) = shop.post(f"accounts/{account.code}/generate_invoice/").json()
        return dict(invoice)

    return made


def test_a_line_says_its_terms(shop: Machine) -> None:
    """Section 13: `plan_terms` are those that the line was charged under, also where something is given back later."""
    account = make.account(shop.organization, party_type="business", cvr="12345674", created_at=clock.now())
    offer = make.plan(shop.organization)
    small, large = make.terms(offer, unit_price_minor=10_000), make.terms(offer, unit_price_minor=90_000)
    body = {"account": account.code, "terms": small.code, "collection_method": "invoice"}
    mine = shop.post("subscriptions/", body).json()
    shop.put(f"subscriptions/{mine['uuid']}/", {"terms": str(large.id)})
    rows = shop.get(f"invoicelines/?account={account.code}&ordering=created_date").json()["results"]
    assert {row["subscription"] for row in rows} == {mine["uuid"]}
    charged = [row["plan_terms"] for row in rows if not row["amount"].startswith("-")]
    given_back = [row["plan_terms"] for row in rows if row["amount"].startswith("-")]
    assert charged == [str(small.id), str(large.id)] and set(given_back) <= {str(small.id)}


def test_a_line_keeps_its_revenue_group_and_its_days(shop: Machine, issue: Issue) -> None:
    """Sections 12 and 13: as it was put, on the invoice and on what credits it; `date_to` is the last day."""
    invoice = issue(revenue_group="4010", date_from="2026-11-01", date_to="2026-11-30")
    (line,) = invoice["invoiceline_set"]
    assert (line["revenue_group"], line["plan_terms"]) == ("4010", None)
    assert (line["date_from"], line["date_to"]) == ("2026-11-01", "2026-11-30")
    credit_in_full(
        shop.here, account=UUID(invoice["account"]), invoice=UUID(invoice["uuid"]), reason="Fejl", actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    (note,) = shop.get("invoices/?type=credit_note").json()["results"]
    assert [row["revenue_group"] for row in note["invoiceline_set"]] == ["4010"]
    assert note["payment_link"] is None and note["fik"] is None


def test_the_payment_slip_is_whole_fik_1_fik_2(issue: Issue) -> None:
    """FIK-1, FIK-2, FIK-5: the line with check digit and creditor, as the library of Betalingsservice reads it."""
    invoice = issue()
    slip = read_ocr_line(invoice["fik"])
    number = str(invoice["invoice_number"])
    assert (slip.card_type, slip.receiver) == ("71", "81234567")
    assert slip.payload == "2026" + number.zfill(10)
    written = ocr_line(receiver="81234567", payload=slip.payload)
    assert invoice["fik"].replace(" ", "") == written.replace(" ", "")


def test_whoever_holds_the_link_pays_without_a_login_py_01(shop: Machine, issue: Issue) -> None:
    """PY-01, PY-08, SB-28: this invoice on the company's host; the same at each asking; none when it is paid."""
    invoice = issue()
    link = invoice["payment_link"]
    assert "/betal/" in link and invoice["uuid"] not in link
    assert shop.get(f"invoices/{invoice['uuid']}/").json()["payment_link"] == link
    (listed,) = shop.get("invoices/").json()["results"]
    assert listed["payment_link"] == link
    with within(shop.here):
        assert PaymentLink.objects.count() == 1
    page = portal.client(shop.organization).get("/betal/" + link.rpartition("/betal/")[2])
    assert page.status_code == 200 and str(invoice["invoice_number"]) in page.content.decode()
    assert "Prøvevej" not in page.content.decode()
    record_manual_payment(
        shop.here, invoice=UUID(invoice["uuid"]), amount=Money(12_500, "DKK"), paid_on=clock.today(), reference="x",
        actor=SYSTEM, at=clock.now(),
    )  # fmt: skip
    assert shop.get(f"invoices/{invoice['uuid']}/").json()["payment_link"] is None


def test_there_is_no_link_where_nobody_could_pay_by_it_py_02(shop: Machine, stranger: Machine, issue: Issue) -> None:
    """PY-02: switch, permission and gateway are asked at every reading, and a neighbour's reading makes nothing."""
    invoice = issue()
    path = f"invoices/{invoice['uuid']}/"
    shut: list[dict[str, Any]] = [{"self_service_enabled": False}, {"allowed_acts": []}, {"features": ["api"]}]
    for closed in shut:
        before = _set(shop.here, **closed)
        assert shop.get(path).json()["payment_link"] is None, closed
        _set(shop.here, **before)
    assert shop.get(path).json()["payment_link"] == invoice["payment_link"]
    assert stranger.get(path).status_code == 404
    own = stranger.get("invoices/").json()
    assert own["count"] == 0


def test_nothing_left_to_pay_has_no_link_at_once(shop: Machine, issue: Issue) -> None:
    """Section 13 (`payment_link`), PY-02: from the credit note on, in every answer, before any job has run."""
    whole, part = issue(), issue()
    for invoice, minor in ((whole, None), (part, 4_000)):
        line: dict[str, Any] = {
            "account": UUID(invoice["account"]), "reason": "Fejl", "actor": SYSTEM, "at": clock.now(),
        }  # fmt: skip
        if minor is None:
            credit_in_full(shop.here, invoice=UUID(invoice["uuid"]), **line)
        else:
            with within(shop.here):
                of = InvoiceLine.objects.get(invoice_id=invoice["uuid"]).id
            credit(shop.here, lines=[Credit(invoice_line=of, net_minor=minor)], **line)
    patched = shop.patch(f"invoices/{whole['uuid']}/", {"kickback_status": "x"}).json()
    listed = {row["uuid"]: row["payment_link"] for row in shop.get("invoices/?type=invoice").json()["results"]}
    assert shop.get(f"invoices/{whole['uuid']}/").json()["payment_link"] is None
    assert patched["payment_link"] is None and listed[whole["uuid"]] is None
    assert listed[part["uuid"]] == part["payment_link"] != None  # noqa: E711


def test_an_end_that_credits_all_leaves_no_link(shop: Machine) -> None:
    """Sections 8 and 13: `full_refund` of what is not paid yet; at once, and the credit note pays the invoice."""
    account = make.account(shop.organization, party_type="business", cvr="12345674", created_at=clock.now())
    make.terms(make.plan(shop.organization), code="M-1", unit_price_minor=10_000)
    mine = shop.post("subscriptions/", {"account": account.code, "terms": "M-1", "collection_method": "invoice"}).json()
    (invoice,) = shop.get("invoices/?type=invoice").json()["results"]
    assert invoice["payment_link"]
    shop.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": "full_refund"})
    (invoice,) = shop.get("invoices/?type=invoice").json()["results"]
    assert (invoice["payment_link"], invoice["outstanding"], invoice["is_paid"]) == (None, "0.00", True)


def test_what_is_disputed_is_not_asked_for(shop: Machine, issue: Issue) -> None:
    """Section 13, CM-06: an invoice that is disputed as a whole has no link; one that is disputed in part has."""
    whole, other = issue(), {"account": "KUNDE-1", "description": "Rejse", "vat_type": "services", "price": "7"}
    assert shop.post("draftinvoicelines/", other).status_code == 201
    part = issue()
    for invoice in (whole, part):
        with within(shop.here):
            line = InvoiceLine.objects.filter(invoice_id=invoice["uuid"], net_minor=10_000).get().id
        open_dispute(
            shop.here, account=UUID(invoice["account"]), line=line, reason="wrong_price", text="Det er for meget.",
            actor=SYSTEM, at=clock.now(),
        )  # fmt: skip
    listed = {row["uuid"]: row["payment_link"] for row in shop.get("invoices/").json()["results"]}
    assert listed == {whole["uuid"]: None, part["uuid"]: part["payment_link"]}


def _set(here: OrganizationId, **values: Any) -> dict[str, Any]:
    """Change the company's row; what stood there."""
    with within(here):
        mine = Organization.objects.filter(id=here)
        before = dict(mine.values(*values)[0])
        mine.update(**values)
    return before
