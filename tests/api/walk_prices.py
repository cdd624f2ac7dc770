"""The walk's prices: plans, their terms, what they cost, and contracts with tiers."""

from typing import Any

from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_shapes import CONTRACT, PLAN, PRICE, TERMS, TIER

MONTHLY = {
    "code": "month", "name": "Per month", "price": "100.00", "currency": "DKK", "interval": "month",
    "interval_count": 1, "backwards_charging": False, "is_active": True,
}  # fmt: skip


def plans(api: Fenerum) -> dict[str, Any]:
    """The company's plan gets terms by month and by year. Returns it."""
    rows = list(api.every("plans/", PLAN))
    plan: dict[str, Any] = api.read(f"plans/{rows[0]['uuid']}/", PLAN)
    at = f"plans/{plan['uuid']}/terms/"
    wrong = {"price": "dear", "currency": "kroner", "interval": "fortnight", "interval_count": "many"}
    month = api.write("POST", at, MONTHLY, TERMS, wrong=wrong | {"backwards_charging": "perhaps"})
    assert month["plan_uuid"] == plan["uuid"] and month["price"] == "100.00"
    year = api.ask("POST", at, TERMS, MONTHLY | {"code": "year", "name": "Per year", "price": 1000, "interval": "YEAR"})
    assert (year["interval"], year["price"]) == ("year", "1000.00")
    assert {row["uuid"] for row in api.every(at, TERMS, page_size=1)} >= {month["uuid"], year["uuid"]}
    named = api.write("PUT", f"{at}{year['uuid']}/", {"is_active": "false"}, TERMS, wrong={"price": "dear"})
    assert (named["is_active"], named["price"]) == (False, "1000.00")
    api.write("PATCH", f"{at}{year['uuid']}/", {"is_active": True}, TERMS, wrong={"is_active": "perhaps"})
    assert api.read(f"{at}{year['uuid']}/", TERMS)["is_active"] is True
    assert {row["code"] for row in api.read(f"plans/{plan['uuid']}/", PLAN)["planterms_set"]} >= {"month", "year"}
    return plan


def calculate(api: Fenerum) -> None:
    """The price of three, told and not saved; `account_code` may be null (T2)."""
    asked = {"account_country_code": "DK", "terms": "month", "quantity": 3, "account_code": None}
    price = api.write(
        "POST", "plans/calculate/", asked, PRICE, status=200,
        wrong={"quantity": "many", "account_country_code": "Atlantis", "terms": "no-such", "account_code": "no-such"},
        required=("account_country_code", "terms", "quantity"),
    )  # fmt: skip
    assert (price["total"], price["vat"], price["total_incl_vat"]) == ("300.00", "75.00", "375.00")
    assert price["currency"] == "DKK" and len(price["lines"]) == 1


def contracts(api: Fenerum) -> None:
    """A customer's own price: a contract before the subscription, a tier of 10 % (T17); then both go again."""
    at = "accounts/CUST001/contracts/"
    body = {"plan_terms": "month", "start_date": "2020-01-01T00:00:00+00:00", "end_date": None, "commitment_length": 0}
    wrong = {"plan_terms": "no-such", "start_date": "soon", "end_date": "31/12", "commitment_length": "long"}
    required = ("plan_terms", "start_date", "commitment_length")
    made = api.write("POST", at, body, CONTRACT, wrong=wrong | {"exclusive_tiers": "perhaps"}, required=required)
    assert (made["start_date"], made["end_date"], made["exclusive_tiers"]) == ("2020-01-01", None, False)
    mine = f"{at}{made['uuid']}/"
    _tiers(api, f"{mine}tiers/")
    put = api.write("PUT", mine, {"end_date": "2099-12-31"}, CONTRACT, wrong={"end_date": "31/12"})
    assert (put["end_date"], put["start_date"], len(put["tiers"])) == ("2099-12-31", "2020-01-01", 1)
    api.write("PATCH", mine, {"exclusive_tiers": True}, CONTRACT, wrong={"commitment_length": -1})
    assert [row["uuid"] for row in api.every(at, CONTRACT)] == [made["uuid"]]
    assert api.read(mine, CONTRACT)["exclusive_tiers"] is True
    asked = {"account_country_code": "DK", "terms": "month", "quantity": 10, "account_code": "CUST001"}
    assert api.ask("POST", "plans/calculate/", PRICE, asked, status=200)["total"] == "900.00"
    api.delete(mine)
    assert api.ask("POST", "plans/calculate/", PRICE, asked, status=200)["total"] == "1000.00"


def _tiers(api: Fenerum, at: str) -> None:
    tier = {"minimum_quantity": 5, "maximum_quantity": None, "discount": 10, "discount_type": "Percent"}
    wrong = {"discount_type": "half", "discount": "much", "minimum_quantity": "few", "maximum_quantity": "many"}
    made = api.write("POST", at, tier, TIER, wrong=wrong, required=("minimum_quantity", "discount_type"))
    assert float(made["discount"]) == 10 and made["discount_type"] == "percent"
    mine = f"{at}{made['id']}/"
    put = api.write("PUT", mine, {"minimum_quantity": 6}, TIER, wrong={"minimum_quantity": "few"})
    assert (put["minimum_quantity"], put["maximum_quantity"], put["discount_type"]) == (6, None, "percent")
    api.write("PATCH", mine, {"minimum_quantity": 5}, TIER, wrong={"discount": "much"})
    other = {"minimum_quantity": 1, "maximum_quantity": 4, "discount": "0", "discount_type": "fixed"}
    low = api.ask("POST", at, TIER, other)
    assert {row["id"] for row in api.every(at, TIER, page_size=1)} == {made["id"], low["id"]}
    assert api.read(f"{at}{low['id']}/", TIER) == low
    api.delete(f"{at}{low['id']}/")
