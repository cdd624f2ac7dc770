"""A company whose customers' cards are due to be charged, made and asked in a process of the installation's own.

`python -m tests.run.charging seed`, `sweep` or `report` reads what it needs as JSON from its standard input and answers
with JSON. See `tests.run.test_cards_killed`.
"""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

from selvbetjening import schedule  # noqa: E402
from selvbetjening.domain.accounts.models import Account, CollectionMethod  # noqa: E402
from selvbetjening.domain.billing.actions.plan_collection import plan_collection  # noqa: E402
from selvbetjening.domain.billing.actions.run import run  # noqa: E402
from selvbetjening.domain.catalog.models import PlanTerms  # noqa: E402
from selvbetjening.domain.invoicing.models import Invoice  # noqa: E402
from selvbetjening.domain.organizations.models import Organization  # noqa: E402
from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway  # noqa: E402
from selvbetjening.domain.payments.actions.keep_card import keep_card  # noqa: E402
from selvbetjening.domain.payments.models import CardCollection, GatewayAccount  # noqa: E402
from selvbetjening.domain.payments.ports import Instrument  # noqa: E402
from selvbetjening.domain.payments.queries.entries import entries_of, sums_of  # noqa: E402
from selvbetjening.domain.tenancy.within import within  # noqa: E402
from selvbetjening.kernel import clock  # noqa: E402
from selvbetjening.kernel.actors import SYSTEM  # noqa: E402
from selvbetjening.kernel.days import copenhagen_day  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402
from tests import make  # noqa: E402

FAR: date = date(2100, 1, 1)
"""When the charges are planned for: the test lets them become due."""


def seed(wanted: dict[str, Any]) -> dict[str, Any]:
    """A company, its gateway accounts by `keys`, and for each of `cards` a customer with one invoice, due today.

    The invoices are made by the billing run, and say that the card is charged.
    """
    at = clock.now() - timedelta(days=8)
    company = make.organization(slug="killed", payment_terms_days=8, at=at)
    owner, price = OrganizationId(company.id), make.terms(make.plan(company))
    accounts = {key["gateway"]: connected(owner, key, at) for key in wanted["keys"]}
    for card in wanted["cards"]:
        customer(company, price, card, accounts[card["gateway"]], at)
    run(owner, today=copenhagen_day(at), at=at)
    with within(owner):
        invoices = list(Invoice.objects.values_list("id", flat=True))
        planned = [row for id in invoices if (row := plan_collection(owner, invoice=id, at=at))]
        CardCollection.objects.update(next_on=FAR)
    assert len(planned) == len(wanted["cards"])
    return {
        "organization": str(owner),
        "accounts": {name: str(one.id) for name, one in accounts.items()},
        "collections": [str(row.id) for row in planned],
    }


def connected(owner: OrganizationId, key: dict[str, str], at: datetime) -> GatewayAccount:
    return connect_gateway(
        owner, gateway=key["gateway"], api_key=key["api_key"], notice_secret=key["secret"], mode="test",
        actor=SYSTEM, at=at,
    )  # fmt: skip


def customer(
    company: Organization, price: PlanTerms, card: dict[str, str], through: GatewayAccount, at: datetime
) -> None:
    """Somebody who pays by this card, with a subscription that is to be billed."""
    holder = make.account(company, at=at, collection_method=CollectionMethod.PAYMENT_CARD)
    make.subscription(holder, price, started_on=copenhagen_day(at), created_at=at)
    keep_card(
        OrganizationId(company.id),
        account=holder.id,
        gateway_account=through,
        instrument=Instrument(external_id=card["external_id"], customer_ref=card["customer_ref"]),
        currency="DKK" if card["gateway"] == "quickpay" else "",
        actor=SYSTEM,
        at=at,
    )


def sweep(wanted: dict[str, Any]) -> dict[str, Any]:
    """Every sweep of the schedule once, at the installation's present: what they wake is the worker's."""
    schedule.everything(at=clock.now())
    return {}


def report(wanted: dict[str, Any]) -> dict[str, Any]:
    """What each account's entries sum to, and what it owes less what stands to its good; both in øre."""
    owner = OrganizationId(wanted["organization"])
    left = []
    with within(owner):
        for account in Account.objects.values_list("id", flat=True):
            last = entries_of(owner, account=account)["DKK"][-1].left
            left.append((last and last.minor, sums_of(owner, account=account)["DKK"].net.minor))
    return {"left": left}


if __name__ == "__main__":
    work = {"seed": seed, "sweep": sweep, "report": report}[sys.argv[1]]
    print(json.dumps(work(json.load(sys.stdin))))
