"""A subscription's own price over the API (fenerum-api.md 8: `custom_price`; decisions 132 to 134)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.queries.outlook import next_charge
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=100_00, base_fee_minor=30_00, code="M-1")


def started(machine: Machine, of: Any, **more: Any) -> dict[str, Any]:
    body = {"account": of.code, "terms": "M-1", "collection_method": "invoice", **more}
    answer = machine.post("subscriptions/", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def nets(machine: Machine) -> list[int]:
    with within(machine.here):
        return list(Invoice.objects.order_by("number").values_list("net_minor", flat=True))


def test_it_is_invoiced_from_the_first_day(machine: Machine, account: Any, terms: Any) -> None:
    """Section 8, T14: as text and as number; units at it, with no base fee beside it."""
    mine = started(machine, account, quantity=3, custom_price="80.50")
    assert (mine["custom_price"], mine["unit_price"], mine["currency"]) == ("80.50", "80.50", "DKK")
    assert nets(machine) == [3 * 80_50]
    (line,) = machine.get("invoicelines/").json()["results"]
    assert (line["quantity"], line["unit_price"], line["amount"]) == ("3", "80.50", "241.50")
    free = started(machine, account, custom_price=0)
    assert (free["custom_price"], free["unit_price"]) == ("0.00", "0.00")
    assert len(nets(machine)) == 1, "nothing is to be paid, so no invoice"
    none = started(machine, account, custom_price=None)
    assert (none["custom_price"], none["unit_price"], nets(machine)[-1]) == (None, "130.00", 130_00)


def test_what_is_billed_stands_and_the_next_period_has_it(machine: Machine, account: Any, terms: Any) -> None:
    """Decision 132: nothing billed is billed anew; a partial PUT leaves it, null takes it off."""
    mine = started(machine, account)
    path, today = f"subscriptions/{mine['uuid']}/", clock.today()
    assert machine.put(path, {"custom_price": "60"}).json()["unit_price"] == "60.00"
    assert nets(machine) == [130_00]
    assert machine.put(path, {"po_number": "PO-1"}).json()["custom_price"] == "60.00"
    with within(machine.here):
        said = next_charge(machine.here, account=account.id, today=today)
    assert said is not None and said.net.minor == 60_00
    run(machine.here, today=said.on, at=clock.now())
    assert nets(machine) == [130_00, 60_00]
    assert machine.patch(path, {"custom_price": None}).json()["unit_price"] == "130.00"
    with within(machine.here):
        again = next_charge(machine.here, account=account.id, today=today)
        told = [event.data for event in Event.objects.filter(name="subscriptions.priced").order_by("at", "id")]
    assert again is not None and again.net.minor == 130_00
    assert [(one["before_minor"], one["after_minor"]) for one in told] == [(None, 6000), (6000, None)]


def test_the_quantity_and_the_price_in_one_call(machine: Machine, account: Any, terms: Any) -> None:
    """T5, SU-05: what was charged is given back at what it cost, and the same days are charged at the new one."""
    mine = started(machine, account, custom_price="100")
    changed = machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 5, "custom_price": "80"}).json()
    assert (changed["quantity"], changed["custom_price"]) == (5, "80.00")
    assert nets(machine) == [100_00, 5 * 80_00 - 100_00]


def test_other_terms_end_it_or_bring_another_one(machine: Machine, account: Any, terms: Any) -> None:
    """Decision 133: at once and at the renewal, whose change then takes the price along that was sent with it."""
    other = make.terms(make.plan(machine.organization), unit_price_minor=200_00, code="M-2")
    mine = started(machine, account, custom_price="80")
    path = f"subscriptions/{mine['uuid']}/"
    moved = machine.put(path, {"terms": "M-2", "change_type": "immediate"}).json()
    assert (moved["terms"], moved["custom_price"], moved["unit_price"]) == (str(other.id), None, "200.00")
    assert nets(machine)[-1] == 200_00 - 80_00
    waits = machine.put(path, {"terms": "M-1", "custom_price": "70", "change_type": "at_renewal"}).json()
    assert (waits["custom_price"], waits["unit_price"]) == (None, "200.00")
    with within(machine.here):
        said = next_charge(machine.here, account=account.id, today=clock.today())
    assert said is not None and said.net.minor == 70_00
    run(machine.here, today=said.on, at=clock.now())
    now = machine.get(path).json()
    assert (now["terms_code"], now["custom_price"], nets(machine)[-1]) == ("M-1", "70.00", 70_00)
    third = started(machine, account, custom_price="80")
    back = machine.put(f"subscriptions/{third['uuid']}/", {"terms": "M-2", "custom_price": "150"}).json()
    assert (back["terms_code"], back["custom_price"], nets(machine)[-1]) == ("M-2", "150.00", 150_00 - 80_00)


def test_a_quantity_that_waits_keeps_the_price(machine: Machine, account: Any, terms: Any) -> None:
    """On the same terms the price is the subscription's, also when it is set while the change waits."""
    mine = started(machine, account, custom_price="80")
    path = f"subscriptions/{mine['uuid']}/"
    machine.put(path, {"quantity": 4, "change_type": "at_renewal"})
    machine.put(path, {"custom_price": "90"})
    run(machine.here, today=clock.today() + timedelta(days=32), at=clock.now())
    assert (machine.get(path).json()["quantity"], nets(machine)) == (4, [80_00, 4 * 90_00])


def test_a_discount_and_a_contract_beside_it(machine: Machine, account: Any, terms: Any) -> None:
    """Decision 132: a contract takes nothing off it, and still binds."""
    contract = {"plan_terms": "M-1", "start_date": clock.today().isoformat(), "commitment_length": 12}
    path = f"accounts/{account.code}/contracts/"
    made = machine.post(path, contract).json()
    tier = {"minimum_quantity": 1, "discount": "50", "discount_type": "percent"}
    assert machine.post(f"{path}{made['uuid']}/tiers/", tier).status_code == 201
    assert started(machine, account, custom_price="80")["unit_price"] == "80.00"
    assert nets(machine) == [80_00]
    assert machine.delete(f"{path}{made['uuid']}/").status_code == 409


@pytest.mark.parametrize("wrong", ["-0.01", "80.001", "100000000.01", "dear", True, [], "NaN", "1e30"])
def test_what_is_no_price_is_said_at_its_field(wrong: Any, machine: Machine, account: Any, terms: Any) -> None:
    """Nothing is done: no subscription is made, none is changed."""
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice", "custom_price": wrong}
    refused = machine.post("subscriptions/", body)
    assert refused.status_code == 400 and "custom_price" in refused.json(), refused.content
    assert nets(machine) == []
    path = f"subscriptions/{started(machine, account)['uuid']}/"
    for sent in ({"custom_price": wrong}, {"custom_price": wrong, "quantity": 3}):
        again = machine.put(path, sent)
        assert again.status_code == 400 and "custom_price" in again.json()
    assert (machine.get(path).json()["quantity"], machine.get(path).json()["custom_price"]) == (1, None)


def test_of_many_it_is_at_most_what_an_amount_may_be(machine: Machine, account: Any, terms: Any) -> None:
    """A hundred million for one period, of all units together, also when their number changes."""
    mine = started(machine, account, quantity=2, custom_price="50000000")
    refused = machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 3})
    assert refused.status_code == 400 and "custom_price" in refused.json()


def test_twice_the_same_call_and_an_older_reading(machine: Machine, account: Any, terms: Any) -> None:
    """Idempotency-Key replays, If-Match of an older reading is refused and changes nothing."""
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice", "custom_price": "80"}
    one, two = (machine.post("subscriptions/", body, Idempotency_Key="p-1") for _ in range(2))
    assert one.json() == two.json() and nets(machine) == [80_00]
    path = f"subscriptions/{one.json()['uuid']}/"
    read = machine.get(path)["ETag"]
    assert machine.put(path, {"custom_price": "70"}, If_Match=read).status_code == 200
    assert machine.put(path, {"custom_price": "60"}, If_Match=read).status_code == 412
    assert machine.put(path, {"custom_price": "70"}).status_code == 200
    with within(machine.here):
        assert Subscription.objects.get().own_price_minor == 70_00
        assert Event.objects.filter(name="subscriptions.priced").count() == 1


def test_a_consumer_s_price_does_not_rise_can_6(machine: Machine, terms: Any) -> None:
    """CAN-6: neither set higher, nor raised, nor taken off; lower is free, and so is what a new contract says."""
    consumer = make.account(machine.organization, party_type="consumer", created_at=clock.now())
    mine = started(machine, consumer)
    path = f"subscriptions/{mine['uuid']}/"
    for price in ("130.01", "500"):
        refused = machine.put(path, {"custom_price": price, "po_number": "NO"})
        assert (refused.status_code, refused.json()["code"]) == (400, "own_price_notice")
        assert "custom_price" in refused.json()
    assert machine.put(path, {"custom_price": "60"}).status_code == 200
    for dearer in ("60.01", None):
        assert machine.put(path, {"custom_price": dearer}).json()["code"] == "own_price_notice"
    found = machine.get(path).json()
    assert (found["custom_price"], found["po_number"]) == ("60.00", None)
    assert started(machine, consumer, custom_price="500")["custom_price"] == "500.00"


def test_one_that_has_ended_and_one_of_others(machine: Machine, stranger: Machine, account: Any, terms: Any) -> None:
    """SEC-19, T18: what has ended has no price; another company's subscription is not there."""
    mine = started(machine, account, custom_price="80")
    path = f"subscriptions/{mine['uuid']}/"
    assert stranger.put(path, {"custom_price": "1"}).status_code == 404
    assert machine.post(f"{path}cancel/", {"cancellation_type": "today"}).json()["custom_price"] == "80.00"
    refused = machine.put(path, {"custom_price": "70"})
    assert (refused.status_code, refused.json()["code"]) == (400, "ended")
