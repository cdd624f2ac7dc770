"""When a subscription is invoiced and when it changes, as its company's system says (fenerum-api.md 8)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.carry_out import carry_out
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from tests import make
from tests.api.client import Machine
from tests.api.test_subscriptions import invoices, started


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


@pytest.fixture
def terms(machine: Machine) -> Any:
    return make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")


def test_when_it_is_invoiced_is_kept_answered_and_done(machine: Machine, account: Any, terms: Any) -> None:
    """`pre_renewal_invoicing`: true, false, null and days; what nobody said answers what the company does."""
    set_choices(machine, invoice_days_before=14)
    said: list[dict[str, Any]] = [
        {},
        {"pre_renewal_invoicing": True},
        {"pre_renewal_invoicing": None},
        {"pre_renewal_invoicing": 5},
    ]
    found = [started(machine, account, terms, **each) for each in said]
    assert [one["pre_renewal_invoicing"] for one in found] == [True, True, False, 5]
    for days in (61, -1):
        answer = machine.patch(f"subscriptions/{found[0]['uuid']}/", {"pre_renewal_invoicing": days})
        assert (answer.status_code, list(answer.json())) == (400, ["pre_renewal_invoicing", "code", "docs"])
    set_choices(machine, invoice_days_before=14, invoice_before_for="asked")
    assert machine.get(f"subscriptions/{found[0]['uuid']}/").json()["pre_renewal_invoicing"] is False
    renewal = datetime.fromisoformat(found[0]["next_renewal_date"]).astimezone(COPENHAGEN).date()
    papers_on = {renewal - timedelta(days=15): 4, renewal - timedelta(days=14): 5, renewal - timedelta(days=5): 6}
    for day, papers in papers_on.items():
        run(machine.here, today=day, at=clock.now())
        assert len(invoices(machine)) == papers
    changed = machine.patch(f"subscriptions/{found[0]['uuid']}/", {"pre_renewal_invoicing": "true"}).json()
    assert changed["pre_renewal_invoicing"] is True
    run(machine.here, today=renewal - timedelta(days=5), at=clock.now())
    assert len(invoices(machine)) == 7


def test_a_change_on_a_day_waits_happens_and_says_why_not(machine: Machine, account: Any, terms: Any) -> None:
    """Section 8, `at_specified_time`: scheduled, cancelled, applied and errored; past days at `date`."""
    mine = started(machine, account, terms)
    path, day = f"subscriptions/{mine['uuid']}/changes/", clock.today() + timedelta(days=5)
    wanted = {"change_type": "at_specified_time", "quantity": 3, "date": f"{day}T00:00:00Z"}
    past = machine.post(path, {**wanted, "date": (clock.today() - timedelta(days=1)).isoformat()})
    assert past.status_code == 400 and "date" in past.json()
    first = machine.post(path, wanted)
    assert first.status_code == 201, first.content
    made = first.json()
    assert [made[name] for name in ("change_type", "date", "state", "quantity", "error")] == [
        "at_specified_time", day.isoformat(), "scheduled", 3, None,
    ]  # fmt: skip
    assert machine.post(f"{path}{made['id']}/cancel/").json()["state"] == "cancelled"
    assert machine.put(f"subscriptions/{mine['uuid']}/", wanted).json()["quantity"] == 1
    (waiting,) = [one for one in machine.get(path).json()["results"] if one["state"] == "scheduled"]
    assert carry_out(machine.here, today=day, at=clock.now() + timedelta(days=5)) == 1
    assert machine.get(f"{path}{waiting['id']}/").json()["state"] == "applied"
    assert machine.get(f"subscriptions/{mine['uuid']}/").json()["quantity"] == 3
    other = started(machine, account, terms)
    path = f"subscriptions/{other['uuid']}/changes/"
    again = machine.post(path, {**wanted, "quantity": 5, "date": (day + timedelta(days=1)).isoformat()}).json()
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(cvr="")
    assert carry_out(machine.here, today=day + timedelta(days=1), at=clock.now() + timedelta(days=6)) == 0
    failed = machine.get(f"{path}{again['id']}/").json()
    assert failed["state"] == "errored" and "CVR" in failed["error"]
    assert machine.post(f"{path}{again['id']}/cancel/").status_code == 409


def set_choices(machine: Machine, **choices: Any) -> None:
    """The company's settings."""
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(choices=choices)
