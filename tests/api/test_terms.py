"""Terms of plans over the API (fenerum-api.md 7)."""

from typing import Any

import pytest

from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.documents.terms import terms_data
from tests import make
from tests.api.client import Machine


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")


def test_terms_have_the_name_that_they_were_given(machine: Machine, terms: Any) -> None:
    """fenerum-api.md 7 (`name` of terms): kept, shown everywhere, checked; empty is the plan's name with the code."""
    path, body = f"plans/{terms.plan_id}/terms/", {"price": "10", "interval": "month"}
    named = machine.post(path, {**body, "code": "N-1", "name": "Team, månedlig"})
    plain = machine.post(path, {**body, "code": "N-2", "name": None})
    assert (named.json()["name"], plain.json()["name"]) == ("Team, månedlig", "Basic (N-2)")
    one = f"{path}{named.json()['uuid']}/"
    for wrong in ("x" * 129, ["x"], "a\x07b"):
        for refused in (machine.post(path, {**body, "code": "N-3", "name": wrong}), machine.put(one, {"name": wrong})):
            assert refused.status_code == 400 and "name" in refused.json(), wrong
    assert machine.put(one, {"is_active": False}).json()["name"] == "Team, månedlig"
    assert machine.put(one, {"name": "Team"}).json()["is_active"] is False
    shown = {each["code"]: each["name"] for each in machine.get(f"plans/{terms.plan_id}/").json()["planterms_set"]}
    assert shown["N-1"] == "Team" == machine.get(one).json()["name"]
    with within(machine.here):
        row = PlanTerms.objects.select_related("plan").get(code="N-1")
        assert terms_data(terms=row)["name"] == "Team"
    assert machine.patch(one, {"name": ""}).json()["name"] == "Basic (N-1)"
