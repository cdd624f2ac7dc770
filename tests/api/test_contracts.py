"""Contracts with tiers over the API (fenerum-api.md 6), and that their prices hold wherever money is named."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.queries.outlook import upcoming
from selvbetjening.domain.billing.queries.recurring import mrr_now
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=100_00, code="M-1")


def body(**more: Any) -> dict[str, Any]:
    today = clock.today().isoformat()
    return {"plan_terms": "M-1", "start_date": f"{today}T00:00:00+00:00", "commitment_length": "0", **more}


def agreed(machine: Machine, account: Any, *tiers: dict[str, Any], **more: Any) -> str:
    """The path of a new contract with these tiers."""
    answer = machine.post(f"accounts/{account.code}/contracts/", body(**more))
    assert answer.status_code == 201, answer.content
    path = f"accounts/{account.code}/contracts/{answer.json()['uuid']}/"
    for tier in tiers:
        made = machine.post(f"{path}tiers/", {"discount_type": "percent", **tier})
        assert made.status_code == 201, made.content
    return path


TEN = {"minimum_quantity": 1, "discount": "10"}


def calculated(machine: Machine, account: Any, quantity: int) -> dict[str, Any]:
    asked = {"account_country_code": "DK", "terms": "M-1", "quantity": quantity, "account_code": account.code}
    answer = machine.post("plans/calculate/", asked)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def started(machine: Machine, account: Any, **more: Any) -> dict[str, Any]:
    wanted = {"account": account.code, "terms": "M-1", "collection_method": "invoice", **more}
    answer = machine.post("subscriptions/", wanted)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def invoices(machine: Machine) -> list[Invoice]:
    with within(machine.here):
        return list(Invoice.objects.order_by("number"))


def test_a_contract_is_made_read_changed_and_removed(machine: Machine, account: Any, terms: Any) -> None:
    """Section 6, T6, T10, T14: both spellings of the address, PUT as PATCH, days as they are written."""
    path = agreed(machine, account, end_date="2099-12-31T23:59:59+00:00", exclusive_tiers="true")
    found = machine.get(path).json()
    assert (found["plan_terms"], found["plan_terms_code"], found["tiers"]) == (str(terms.id), "M-1", [])
    assert (found["start_date"], found["end_date"]) == (clock.today().isoformat(), "2099-12-31")
    assert (found["commitment_length"], found["exclusive_tiers"]) == (0, True)
    assert machine.get(path.rstrip("/")).json() == found
    changed = machine.put(path, {"end_date": None, "plan_terms": str(terms.id)})
    assert changed.status_code == 200 and changed.json()["end_date"] is None
    assert changed.json()["exclusive_tiers"] is True and changed.json()["start_date"] == found["start_date"]
    assert machine.patch(path, {"exclusive_tiers": False}).json()["exclusive_tiers"] is False
    gone = machine.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert machine.get(path).status_code == 404


def test_tiers_are_made_read_changed_and_removed(machine: Machine, account: Any, terms: Any) -> None:
    """Section 6: whole numbers as ids, defaults, decimals as text or number, and within their contract only."""
    path = agreed(machine, account)
    made = machine.post(f"{path}tiers/", {"minimum_quantity": "1", "discount_type": "PERCENT"}).json()
    assert isinstance(made["id"], int)
    assert (made["discount"], made["overall_flat_discount"], made["maximum_quantity"]) == ("0.00", "0.00", None)
    assert (made["discount_type"], made["only_apply_to_quantity_above_minimal"]) == ("percent", False)
    tier = f"{path}tiers/{made['id']}/"
    changed = machine.put(tier, {"discount": 12.5, "maximum_quantity": 20})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["discount"], changed.json()["maximum_quantity"]) == ("12.50", 20)
    assert changed.json()["minimum_quantity"] == 1 and machine.get(tier).json() == changed.json()
    assert machine.get(f"{path}tiers/").json()["results"] == [changed.json()]
    assert machine.get(path).json()["tiers"] == [changed.json()]
    other = agreed(machine, account, start_date="2001-01-01", end_date="2001-01-01")
    assert machine.get(f"{other}tiers/{made['id']}/").status_code == 404
    assert machine.delete(tier).status_code == 204
    assert machine.get(tier).status_code == machine.delete(tier).status_code == 404
    assert machine.get(f"{path}tiers/99999999999999999/").status_code == 404


def test_wrong_fields_are_named(machine: Machine, account: Any, terms: Any) -> None:
    """Section 2: 400 at the field, in JSON, and nothing is kept."""
    contracts = f"accounts/{account.code}/contracts/"
    wrong = {
        "plan_terms": "none", "start_date": "soon", "commitment_length": -1, "end_date": "2000-01-01",
    }  # fmt: skip
    for name, value in wrong.items():
        answer = machine.post(contracts, body(**{name: value}))
        assert answer.status_code == 400 and name in answer.json(), answer.content
    assert set(machine.post(contracts, {}).json()) >= {"plan_terms", "start_date", "commitment_length"}
    assert machine.get(contracts).json()["count"] == 0
    path = agreed(machine, account, TEN | {"maximum_quantity": 9}, exclusive_tiers=True)
    tiers: dict[str, dict[str, Any]] = {
        "minimum_quantity": {"minimum_quantity": 5}, "discount": {"discount": "101"},
        "maximum_quantity": {"minimum_quantity": 30, "maximum_quantity": 20},
        "discount_type": {"discount_type": "half"},
        "overall_flat_discount": {"minimum_quantity": 40, "overall_flat_discount": "-1"},
    }  # fmt: skip
    for name, given in tiers.items():
        answer = machine.post(f"{path}tiers/", {"minimum_quantity": 10, "discount_type": "percent", **given})
        assert answer.status_code == 400 and name in answer.json(), answer.content
    assert len(machine.get(path).json()["tiers"]) == 1


def test_contracts_of_one_day_do_not_overlap(machine: Machine, account: Any, terms: Any) -> None:
    """One price a day: the second one is refused; before it and after it there may be others."""
    path = agreed(machine, account, start_date="2030-01-01", end_date="2030-12-31")
    contracts = f"accounts/{account.code}/contracts/"
    again = machine.post(contracts, body(start_date="2030-12-31"))
    assert again.status_code == 400 and again.json()["code"] == "contract_overlap"
    after = agreed(machine, account, start_date="2031-01-01")
    assert machine.put(path, {"end_date": "2031-01-01"}).json()["code"] == "contract_overlap"
    assert machine.put(after, {"start_date": "2030-12-31"}).status_code == 400
    assert machine.put(path, {"end_date": "2030-06-30"}).status_code == 200


def test_nested_tiers_are_not_exclusive(machine: Machine, account: Any, terms: Any) -> None:
    """Section 6: ranges may be nested unless the tiers are exclusive; half overlapping ones never."""
    path = agreed(machine, account, TEN, TEN | {"minimum_quantity": 50})
    assert machine.put(path, {"exclusive_tiers": True}).json()["exclusive_tiers"]
    assert machine.get(path).json()["exclusive_tiers"] is False
    assert calculated(machine, account, 50)["discount"] == "1000.00"
    half = machine.post(f"{path}tiers/", {"minimum_quantity": 40, "maximum_quantity": 60, "discount_type": "fixed"})
    assert half.status_code == 400 and half.json()["code"] == "tiers_overlap"


def test_the_list_is_paged_filtered_and_ordered(machine: Machine, account: Any, terms: Any) -> None:
    """Section 3, T16: the envelope, filters by terms and days, the order, and another account's stay out."""
    made = [agreed(machine, account, start_date=f"20{year}-01-01", end_date=f"20{year}-12-31") for year in (31, 32, 33)]
    other = make.account(machine.organization, created_at=clock.now())
    agreed(machine, other)
    path = f"accounts/{account.id}/contracts/"
    first = machine.get(f"{path}?page_size=2&ordering=start_date").json()
    assert (first["count"], len(first["results"])) == (3, 2)
    rest = machine.get(first["next"]).json()
    found = [each["start_date"] for each in (*first["results"], *rest["results"])]
    assert found == ["2031-01-01", "2032-01-01", "2033-01-01"] and rest["next"] is None
    later = machine.get(f"{path}?start_date__gte=2032-01-01&plan_terms=M-1").json()
    assert later["count"] == 2
    assert [each["uuid"] for each in machine.get(path).json()["results"]] == [
        each.split("/")[-2] for each in made[::-1]
    ]


def test_once_and_not_over_somebody_else(machine: Machine, account: Any, terms: Any) -> None:
    """Idempotency-Key replays the answer; If-Match of an older reading is refused."""
    path, sent = f"accounts/{account.code}/contracts/", body()
    one, two = (machine.post(path, sent, Idempotency_Key="c-1") for _ in range(2))
    assert one.json() == two.json() and machine.get(path).json()["count"] == 1
    mine = f"{path}{one.json()['uuid']}/"
    etag = machine.get(mine).headers["ETag"]
    assert machine.put(mine, {"commitment_length": 3}, If_Match=etag).status_code == 200
    assert machine.put(mine, {"commitment_length": 4}, If_Match=etag).status_code == 412
    assert machine.delete(mine, If_Match=etag).status_code == 412


def test_another_organization_finds_nothing_t18(machine: Machine, stranger: Machine, account: Any, terms: Any) -> None:
    """T18: 404 for account, contract and tier of another company, and its terms are none."""
    path = agreed(machine, account, TEN)
    tier = f"{path}tiers/{machine.get(path).json()['tiers'][0]['id']}/"
    for address in (path, tier, f"{path}tiers/", f"accounts/{account.id}/contracts/"):
        assert stranger.get(address).status_code == 404
    assert stranger.put(path, {"commitment_length": 1}).status_code == 404
    assert stranger.delete(tier).status_code == stranger.delete(path).status_code == 404
    own = make.account(stranger.organization, created_at=clock.now())
    for address in (path.split("/", 2)[2], tier.split("/", 2)[2]):
        assert stranger.get(f"accounts/{own.code}/{address}").status_code == 404
    refused = stranger.post(f"accounts/{own.code}/contracts/", body(plan_terms=str(terms.id)))
    assert refused.status_code == 400 and "plan_terms" in refused.json()
    second = make.account(machine.organization, created_at=clock.now())
    assert machine.get(f"accounts/{second.code}/{path.split('/', 2)[2]}").status_code == 404


def test_each_right_is_asked_for(machine: Machine, account: Any, terms: Any) -> None:
    """Section 1: who may only read contracts makes, changes and removes none."""
    path = agreed(machine, account, TEN)
    reader = Machine(machine.organization, rights=["contracts.read"])
    assert reader.get(path).status_code == 200
    assert reader.post(f"{path}tiers/", TEN).status_code == 403
    assert reader.put(path, {"commitment_length": 1}).status_code == reader.delete(path).status_code == 403
    assert Machine(machine.organization, rights=["accounts.read"]).get(path).status_code == 403


def test_calculate_names_the_contract_price_t17(machine: Machine, account: Any, terms: Any) -> None:
    """T17, section 7: ten per cent off for that account alone; without an account the list price."""
    agreed(machine, account, TEN)
    found = calculated(machine, account, 3)
    assert (found["unit_price"], found["subtotal"], found["discount"]) == ("100.00", "300.00", "30.00")
    assert (found["total"], found["vat"], found["total_incl_vat"]) == ("270.00", "67.50", "337.50")
    nobody = machine.post("plans/calculate/", {"account_country_code": "DK", "terms": "M-1", "quantity": 3}).json()
    assert (nobody["discount"], nobody["total"]) == ("0.00", "300.00")


def test_the_invoice_is_what_was_calculated(machine: Machine, account: Any, terms: Any) -> None:
    """CM-02: the first invoice and a change of quantity hold the contract's price, as does what lies ahead."""
    agreed(machine, account, TEN, TEN | {"minimum_quantity": 10})
    mine = started(machine, account, quantity=3)
    assert mine["unit_price"] == "90.00"
    (first,) = invoices(machine)
    assert (first.net_minor, first.total.minor) == (270_00, 337_50)
    (line,) = machine.get(f"invoicelines/?invoice={first.id}").json()["results"]
    assert (line["quantity"], line["unit_price"], line["discount"]) == ("3", "100.00", "30.00")
    assert line["amount"] == "270.00" and "10" in line["description"]
    changed = machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 10})
    assert changed.json()["unit_price"] == "80.00"
    assert invoices(machine)[-1].net_minor == 800_00 - 270_00
    with within(machine.here):
        (ahead,) = upcoming(machine.here, today=clock.today(), months=2).values()
        assert {month.total.minor for month in ahead} <= {0, 800_00} and ahead[-1].total.minor == 800_00
        assert mrr_now(machine.here, today=clock.today()).by_currency["DKK"].minor == 800_00


def test_what_is_invoiced_stays_invoiced(machine: Machine, account: Any, terms: Any) -> None:
    """Section 6: a contract must be there first to count from the start; later it counts from what is not billed."""
    mine = started(machine, account, quantity=2)
    path = agreed(machine, account, TEN)
    assert [each.net_minor for each in invoices(machine)] == [200_00]
    stopped = machine.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": "full_refund"})
    assert stopped.status_code == 200
    assert machine.get(f"invoices/?account={account.code}").json()["results"][0]["amount"] == "-200.00"
    assert machine.delete(path).status_code == 204


def test_it_stays_while_somebody_is_bound_by_it(machine: Machine, account: Any, terms: Any) -> None:
    """Section 6: 409 while subscriptions depend on its commitment; the binding holds a business that cancels."""
    path = agreed(machine, account, TEN, commitment_length=12)
    mine = started(machine, account)
    refused = machine.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_committed")
    other = make.terms(make.plan(machine.organization), code="M-2")
    assert machine.put(path, {"plan_terms": other.code}).status_code == 409
    ended = machine.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": "at_renewal"})
    assert ended.status_code == 200, ended.content
    assert ended.json()["end_date"] > (clock.today() + timedelta(days=360)).isoformat()
