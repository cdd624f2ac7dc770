"""Must show 2 of issue 4: web and worker are killed while cards are charged and the gateways tell of it.

Every notice comes twice and the newest first. `CARDS_KILLS=100` is the whole of it: 100 kills during 200 charges; a run
of the test suite takes a part of that. `CARDS_SEED` begins another series.
"""

import json
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.kernel import clock
from tests import migrated
from tests.gateways import Gateways, standin
from tests.run.killing import Services
from tests.run.processes import until

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("CARDS_KILLS", "8"))
SEED = int(os.environ.get("CARDS_SEED", "4"))
CHARGES = 2 * KILLS
AHEAD = timedelta(hours=1)
"""The one sweep is an hour later: whatever was claimed, or waits for its next look, is due by then."""

#: A kill comes after so many steps of the talk with the gateways at most, so that it falls anywhere in two charges.
MOST_STEPS = 14
#: What is killed at one point; the web only where it is up, so that each kill hits something at work.
VICTIMS = (("worker",), ("worker",), ("server",), ("server",), ("web",), ("worker", "web"))
DUE = "UPDATE payments_cardcollection SET next_on = current_date - 1 WHERE id = ANY(%s::uuid[])"
WAKE = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'billing.collect', %s)"


@dataclass
class Shop:
    """The company on its own database, the stand-in, and the collections that are not due yet."""

    services: Services
    gateways: Gateways
    keys: list[dict[str, str]]
    organization: str
    accounts: dict[str, str]
    collections: list[str]


@pytest.fixture(scope="module")
def gateways() -> Iterator[Gateways]:
    with standin() as running:
        running.control("webhooks/order", duplicate=2, reverse=True, gaps=[0.3] * 500)
        yield running
    clock.reset()


@pytest.fixture(scope="module")
def shop(server: EmbeddedPostgres, gateways: Gateways, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Cards at both gateways by turns, and an invoice of 250.00 DKK for each."""
    folder, database = tmp_path_factory.mktemp("killed"), f"killed_{os.getpid()}"
    bases = {"STRIPE_API_BASE": gateways.stripe_base, "QUICKPAY_API_BASE": gateways.quickpay_base}
    services = Services(server, database, folder, bases)
    migrated.make(server, database=database, migrate=services.migrate)
    try:
        keys = [opened(gateways, "stripe", "sk_test_"), opened(gateways, "quickpay", "qp_")]
        cards = [saved(gateways, keys[number % 2], number) for number in range(CHARGES)]
        made = services.ask("seed", keys=keys, cards=cards)
        for key in keys:
            gateway = key["gateway"]
            address = f"http://hooks.portal.test/{gateway}/{made['organization']}/{made['accounts'][gateway]}/"
            gateways.merchant(gateway, key["api_key"], webhook_url=address, via=f"127.0.0.1:{services.port}")
        yield Shop(services, gateways, keys, **made)
    finally:
        services.stop()
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())


def opened(gateways: Gateways, gateway: str, prefix: str) -> dict[str, str]:
    key = prefix + secrets.token_hex(12)
    return {"gateway": gateway, "api_key": key, "secret": gateways.merchant(gateway, key)["secret"]}


def saved(gateways: Gateways, key: dict[str, str], number: int) -> dict[str, str]:
    """A card on file at the gateway."""
    if key["gateway"] == "stripe":
        made = gateways.control("saved-card", gateway="stripe", api_key=key["api_key"], name=f"Anna {number}")
        return {"gateway": "stripe", "external_id": made["id"], "customer_ref": made["customer"]}
    named = {"api_key": key["api_key"], "order_id": f"S{number:09d}"}
    made = gateways.control("saved-card", gateway="quickpay", **named)
    return {"gateway": "quickpay", "external_id": f"subscription:{made['id']}", "customer_ref": ""}


def test_killed_anywhere_every_invoice_is_charged_once(shop: Shop) -> None:
    """G2, G3, G4, G6, G7: the row decides, the order's name decides, and one sweep finds what was left behind."""
    dice = random.Random(SEED)
    waiting = list(shop.collections)
    dice.shuffle(waiting)
    killed: Counter[str] = Counter()
    for _ in range(KILLS):
        shop.services.start(web=dice.random() < 0.5)
        steps = said(shop) + dice.randint(0, MOST_STEPS)
        shop.services.run_sql(DUE, [waiting.pop(), waiting.pop()])
        shop.services.run_sql(WAKE, json.dumps({"organization": shop.organization}))
        until(lambda after=steps: said(shop) >= after, seconds=4, pause=0.005)  # type: ignore[misc]
        time.sleep(dice.uniform(0.0, 0.05))
        for victim in dice.choice(VICTIMS) if shop.services.web_answers() else ("worker",):
            shop.services.kill(victim)
            killed[victim] += 1
    left = left_behind(shop)
    shop.services.stop()
    an_hour_later(shop.services.folder)
    shop.services.start(web=True)
    shop.services.ask("sweep")
    done = until(lambda: not open_rows(shop) and all_told(shop), seconds=120, pause=0.5)
    assert done, (open_rows(shop), shop.services.said())
    assert shop.services.quiet(seconds=60)
    print(f"killed {dict(killed)}, left behind {left}")
    every_invoice_is_charged_once(shop)
    nothing_is_stuck(shop)


def said(shop: Shop) -> int:
    """How much was said between us and the gateways: what was asked of them, and what they told."""
    state = shop.gateways.server.state
    with state.lock:
        told = sum(notice.attempts for notice in state.notices if notice.state == "delivered")
    return len(shop.gateways.server.recorded.requests) + told


def an_hour_later(folder: Path) -> None:
    """The clock of every process of the installation, and the stand-in's, which signs by it."""
    kept = {"seconds_ahead": int(AHEAD.total_seconds()), "set_out_at": None, "goal": None}
    (folder / "clock.json").write_text(json.dumps(kept))
    clock.set_source(lambda: datetime.now(UTC) + AHEAD)


def all_told(shop: Shop) -> bool:
    return all(one["state"] == "delivered" for one in shop.gateways.control("webhooks"))


def open_rows(shop: Shop) -> dict[str, int]:
    """What is not at its end yet, by what it is."""
    found = {
        "attempts": "SELECT count(*) FROM payments_attempt WHERE closed_at IS NULL",
        "parts": "SELECT count(*) FROM payments_attemptpart WHERE is_live",
        "collections": "SELECT count(*) FROM payments_cardcollection WHERE state <> 'done'",
        "notices": "SELECT count(*) FROM payments_gatewaynotice WHERE state = 'new'",
    }
    counted = {name: int(shop.services.run_sql(statement)[0][0]) for name, statement in found.items()}
    return {name: number for name, number in counted.items() if number}


def left_behind(shop: Shop) -> dict[str, int]:
    """What the kills left half done: the evidence that they hit something."""
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
    return {"jobs": int(shop.services.run_sql(jobs)[0][0]), **open_rows(shop)}


def every_invoice_is_charged_once(shop: Shop) -> None:
    """Asked of the gateways' own state, of our rows, and of the ledger's two sides."""
    there = taken(shop.gateways.control("state")["tables"])
    assert Counter(there.values()) == {(25000, "DKK"): CHARGES}
    booked = shop.services.run_sql("SELECT reference, amount_minor, currency, invoice_id FROM payments_payment")
    assert {(reference, (amount, currency)) for reference, amount, currency, _ in booked} == set(there.items())
    assert len({invoice for *_, invoice in booked}) == len(booked) == CHARGES
    invoices = "SELECT count(*), sum(total_minor - settled_minor), min(total_minor) FROM invoicing_invoice"
    assert shop.services.run_sql(invoices) == [(CHARGES, 0, 25000)]
    books = shop.services.ask("report", organization=shop.organization)
    assert books == {"left": [[0, 0]] * CHARGES}


def taken(tables: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """Amount and currency of each payment that took money, by the name that our books have for it."""
    stripe, quickpay = tables["stripe.payment_intent"], tables["quickpay.payment"]
    found = {id: (one["amount_received"], one["currency"].upper()) for id, one in stripe.items()}
    found |= {f"payment:{id}": (one["balance"], one["currency"]) for id, one in quickpay.items()}
    return {name: money for name, money in found.items() if money[0]}


def nothing_is_stuck(shop: Shop) -> None:
    assert open_rows(shop) == {}
    rows = shop.services.run_sql
    assert rows("SELECT DISTINCT state FROM payments_attempt") == [("succeeded",)]
    assert rows("SELECT count(*) FROM payments_attempt") == [(CHARGES,)]
    assert rows("SELECT outcome, reason FROM payments_gatewayfact WHERE outcome = 'parked'") == []
    assert rows("SELECT DISTINCT kind FROM payments_gatewayfact WHERE outcome = 'booked'") != []
