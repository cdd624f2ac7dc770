"""Two at once on every call that changes something: money once, and an answer that says what is so."""

from typing import Any

import pytest
from django.db.models import Sum

from selvbetjening.domain.invoicing.models import CreditNote, DraftLine, Invoice
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine, account_body
from tests.at_once import at_once, codes


@pytest.fixture(autouse=True)
def _many(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 100_000


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")


def started(machine: Machine, account: Any, **more: Any) -> dict[str, Any]:
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice", **more}
    answer = machine.post("subscriptions/", body)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def charged(machine: Machine) -> int:
    """Øre excl. VAT: what was invoiced, less what was credited."""
    with within(machine.here):
        invoiced = Invoice.objects.aggregate(all=Sum("net_minor"))["all"] or 0
        return int(invoiced - (CreditNote.objects.aggregate(all=Sum("net_minor"))["all"] or 0))


def alive(machine: Machine) -> int:
    with within(machine.here):
        return Subscription.objects.filter(state="active").count()


def test_two_subscribe_at_once_leave_one(machine: Machine, account: Any, terms: Any) -> None:
    """T20, SEC-35: of two at once one subscription stays, and only one is paid for."""
    path = f"accounts/{account.code}/subscribe/"
    answers = at_once(*[lambda: machine.post(path, {"terms": "M-1", "quantity": 2})] * 4)
    assert codes(answers) == [201] * 4, [each.content for each in answers]
    assert alive(machine) == 1 and charged(machine) == 20_000


def test_the_same_quantity_twice_is_charged_once(machine: Machine, account: Any, terms: Any) -> None:
    """T5, SEC-35: PUT says what is to be; two that say the same are both right, and the money moves once."""
    mine = started(machine, account)
    path = f"subscriptions/{mine['uuid']}/"
    answers = at_once(*[lambda: machine.put(path, {"quantity": 5})] * 4)
    assert codes(answers) == [200] * 4, [each.content for each in answers]
    assert {each.json()["quantity"] for each in answers} == {5}
    assert charged(machine) == 50_000


def test_two_quantities_at_once_end_in_one_of_them(machine: Machine, account: Any, terms: Any) -> None:
    """SEC-35: what was charged fits the quantity that stands."""
    mine = started(machine, account)
    path = f"subscriptions/{mine['uuid']}/"
    answers = at_once(lambda: machine.put(path, {"quantity": 5}), lambda: machine.put(path, {"quantity": 9}))
    assert codes(answers) == [200, 200], [each.content for each in answers]
    now = machine.get(path).json()["quantity"]
    assert now in {5, 9} and charged(machine) == now * 10_000


@pytest.mark.parametrize("kind", ["at_renewal", "today", "full_refund"])
def test_cancelled_twice_at_once_is_cancelled_once(machine: Machine, account: Any, terms: Any, kind: str) -> None:
    """fenerum-api.md 8: one that is cancelled stays as it is, 200; the credit comes once."""
    mine = started(machine, account)
    path = f"subscriptions/{mine['uuid']}/cancel/"
    answers = at_once(*[lambda: machine.post(path, {"cancellation_type": kind})] * 4)
    assert codes(answers) == [200] * 4, [each.content for each in answers]
    with within(machine.here):
        assert CreditNote.objects.count() <= 1
    assert charged(machine) == (10_000 if kind == "at_renewal" else 0)


def test_a_change_and_an_end_at_once(machine: Machine, account: Any, terms: Any) -> None:
    """SEC-35: whichever comes first, the money is that of what stands."""
    mine = started(machine, account)
    path = f"subscriptions/{mine['uuid']}/"
    answers = at_once(
        lambda: machine.put(path, {"quantity": 5}),
        lambda: machine.post(f"{path}cancel/", {"cancellation_type": "full_refund"}),
    )
    assert answers[0].status_code in {200, 400} and answers[1].status_code == 200, [a.content for a in answers]
    assert charged(machine) == 0 and alive(machine) == 0


def test_one_planned_change_of_two_at_once(machine: Machine, account: Any, terms: Any) -> None:
    """fenerum-api.md 8: one change waits, whoever came last."""
    mine = started(machine, account)
    path = f"subscriptions/{mine['uuid']}/changes/"
    answers = at_once(
        *[lambda n=n: machine.post(path, {"change_type": "at_renewal", "quantity": n}) for n in (2, 3, 4)]
    )
    assert set(codes(answers)) <= {201}, [each.content for each in answers]
    waiting = [row for row in machine.get(path).json()["results"] if row["state"] == "scheduled"]
    assert len(waiting) == 1
    cancel = f"{path}{waiting[0]['id']}/cancel/"
    answers = at_once(*[lambda: machine.post(cancel)] * 3)
    assert codes(answers) == [200] * 3, [each.content for each in answers]
    assert {each.json()["state"] for each in answers} == {"cancelled"}


def drafted(machine: Machine, account: Any, many: int = 1) -> list[str]:
    line = {"account": account.code, "description": "x", "vat_type": "services", "price": "10"}
    answer = machine.post("draftinvoicelines/", [line] * many)
    assert answer.status_code == 201
    return [row["uuid"] for row in answer.json()]


def test_drafts_are_invoiced_once(machine: Machine, account: Any) -> None:
    """fenerum-api.md 5: of several at once one has the lines, the others nothing to do."""
    drafted(machine, account, 3)
    path = f"accounts/{account.code}/generate_invoice/"
    answers = at_once(*[lambda: machine.post(path)] * 4)
    assert codes(answers) == [201] * 4, [each.content for each in answers]
    assert sorted(len(each.json()) for each in answers) == [0, 0, 0, 1]
    assert charged(machine) == 3_000


def test_a_line_is_dropped_or_invoiced_but_not_both(machine: Machine, account: Any) -> None:
    """fenerum-api.md 12: 204 and not on the invoice, or 409 and on it; the same for a change."""
    for _ in range(3):
        before = charged(machine)
        dropped, changed, _kept = drafted(machine, account, 3)
        bill, drop, change = at_once(
            lambda: machine.post(f"accounts/{account.code}/generate_invoice/"),
            lambda: machine.delete(f"draftinvoicelines/{dropped}/"),  # noqa: B023
            lambda: machine.patch(f"draftinvoicelines/{changed}/", {"price": "20"}),  # noqa: B023
        )
        assert bill.status_code == 201 and drop.status_code in {204, 409} and change.status_code in {200, 409}
        machine.post(f"accounts/{account.code}/generate_invoice/")
        expected = 1_000 + (1_000 if drop.status_code == 409 else 0) + (2_000 if change.status_code == 200 else 1_000)
        assert charged(machine) - before == expected, (drop.content, change.content)


def test_a_line_moved_to_another_account_while_both_are_invoiced(machine: Machine, account: Any) -> None:
    """fenerum-api.md 12: it is on one invoice, of the account that it says."""
    other = make.account(machine.organization, party_type="business", created_at=clock.now())
    (line,) = drafted(machine, account)
    at_once(
        lambda: machine.patch(f"draftinvoicelines/{line}/", {"account": other.code}),
        lambda: machine.post(f"accounts/{account.code}/generate_invoice/"),
        lambda: machine.post(f"accounts/{other.code}/generate_invoice/"),
    )
    machine.post(f"accounts/{other.code}/generate_invoice/")
    assert charged(machine) == 1_000
    with within(machine.here):
        row = DraftLine.objects.get(id=line)
        assert Invoice.objects.get().account_id == row.account_id


def test_a_code_is_one_accounts(machine: Machine) -> None:
    """fenerum-api.md 5: of two with one code the second hears 400 at `code`."""
    answers = at_once(*[lambda: machine.post("accounts/", account_body(code="SAME"))] * 4)
    assert codes(answers) == [201, 400, 400, 400], [each.content for each in answers]
    assert all("code" in each.json() for each in answers)
    machine.post("accounts/", account_body(code="A-1"))
    machine.post("accounts/", account_body(code="A-2"))
    moved = at_once(*[lambda n=n: machine.patch(f"accounts/A-{n}/", {"code": "NEW"}) for n in (1, 2)])
    assert codes(moved) == [200, 400], [each.content for each in moved]


def test_an_account_keeps_an_owner(machine: Machine, account: Any) -> None:
    """SEC-29 for recipients: two owners removed at once leave one; one that is removed twice is gone twice."""
    people = [
        machine.post("recipients/", {"account": account.code, "name": n, "email": f"{n}@example.com", "role": "owner"})
        for n in ("a", "b")
    ]
    ids = [each.json()["uuid"] for each in people]
    answers = at_once(*[lambda id=id: machine.delete(f"recipients/{id}/") for id in ids])
    assert machine.get(f"recipients/?account={account.code}").json()["count"] >= 1, [a.content for a in answers]
    assert set(codes(answers)) <= {204, 409}
    extra = machine.post("recipients/", {"account": account.code, "name": "c", "email": "c@example.com"}).json()
    answers = at_once(*[lambda: machine.delete(f"recipients/{extra['uuid']}/")] * 3)
    assert {204} <= set(codes(answers)) <= {204, 404}, [each.content for each in answers]


def test_a_card_is_disabled_once(machine: Machine, account: Any) -> None:
    """T7: every one of them gets the card."""
    with within(machine.here):
        card = PaymentCard.objects.create(
            organization_id=machine.here, account=account, gateway="other", external_id="x1", last4="4242",
            saved_at=clock.now(),
        )  # fmt: skip
    answers = at_once(*[lambda: machine.post(f"paymentcards/{card.id}/disable/")] * 4)
    assert codes(answers) == [200] * 4, [each.content for each in answers]


def test_the_twentieth_webhook_is_the_last(machine: Machine) -> None:
    """SEC-69: the limit holds at once, too; switched on twice and deleted twice is done once."""
    for number in range(18):
        assert machine.post("webhooks/", {"endpoint": f"https://h{number}.example.dk/"}).status_code == 201
    answers = at_once(*[lambda: machine.post("webhooks/", {"endpoint": "https://h.example.dk/"})] * 4)
    assert codes(answers) == [201, 201, 409, 409], [each.content for each in answers]
    with within(machine.here):
        mine = WebhookEndpoint.objects.exclude(state="removed").first()
        assert mine is not None
    path = f"webhooks/{mine.id}/"
    for wanted in (False, True):
        answers = at_once(*[lambda: machine.patch(path, {"enabled": wanted})] * 4)  # noqa: B023
        assert codes(answers) == [200] * 4, [each.content for each in answers]
    answers = at_once(*[lambda: machine.delete(path)] * 4)
    assert codes(answers) == [204, 404, 404, 404], [each.content for each in answers]


def test_one_code_of_terms(machine: Machine, terms: Any) -> None:
    """fenerum-api.md 7: of two with one code the second hears 400."""
    path = f"plans/{terms.plan_id}/terms/"
    answers = at_once(*[lambda: machine.post(path, {"code": "T", "price": "1", "interval": "month"})] * 4)
    assert codes(answers) == [201, 400, 400, 400], [each.content for each in answers]


def test_two_that_read_the_same_write_once(machine: Machine) -> None:
    """If-Match: of two that read the same state one writes, also where one names the code and the other the uuid."""
    for _ in range(3):
        made = machine.post("accounts/", account_body()).json()
        paths = [f"accounts/{made['code']}/", f"accounts/{made['uuid']}/", f"accounts/{made['uuid']}"]
        etag = machine.get(paths[0]).headers["ETag"]
        answers = at_once(
            *[lambda p=p, n=n: machine.patch(p, {"company_name": f"N{n}"}, If_Match=etag) for n, p in enumerate(paths)]  # noqa: B023
        )
        assert codes(answers) == [200, 412, 412], [each.content for each in answers]


def test_subscribe_and_everything_else_at_once(machine: Machine, account: Any, terms: Any) -> None:
    """SEC-35: acts that lock in another order do not stop each other; the money is that of what stands."""
    make.terms(make.plan(machine.organization), unit_price_minor=30_000, code="M-2")
    for _ in range(4):
        mine = machine.post(f"accounts/{account.code}/subscribe/", {"terms": "M-1"}).json()
        path = f"subscriptions/{mine['uuid']}/"
        drafted(machine, account)
        before = charged(machine)
        answers = at_once(
            lambda: machine.post(f"accounts/{account.code}/subscribe/", {"terms": "M-2"}),
            lambda: machine.put(path, {"quantity": 3}),  # noqa: B023
            lambda: machine.post(f"accounts/{account.code}/generate_invoice/"),
            lambda: machine.patch(path, {"terms": "M-2"}),  # noqa: B023
        )
        assert not [each.content for each in answers if each.status_code >= 500], [each.content for each in answers]
        assert answers[0].status_code == 201 and answers[2].status_code == 201
        assert alive(machine) == 1
        assert charged(machine) - before == 1_000 - 10_000 + 30_000


def test_what_cannot_be_invoiced_is_said(machine: Machine, account: Any) -> None:
    """fenerum-api.md 5, INV-3: a company without its number hears so, and keeps its lines."""
    drafted(machine, account)
    with within(machine.here):
        type(machine.organization).objects.filter(id=machine.here).update(cvr="")
    answer = machine.post(f"accounts/{account.code}/generate_invoice/")
    assert answer.status_code == 400 and answer.json()["code"] == "seller_incomplete", answer.content
    assert machine.get("draftinvoicelines/").json()["count"] == 1
