"""Charges of saved cards prepared per second, against writing the same rows one by one.

Run `.venv/bin/python benchmarks/bench_charges.py`; `BENCH_N` is the number of invoices (3,000). Prints JSON lines. To
prepare is all that is done before a gateway hears of it (G2, G3): the account locked, everything read again, decided,
reference, attempt and part written, the collection moved, committed. The bare write puts the same rows into the same
tables and makes the same two updates, one commit each, with nothing read or decided. No network on either side.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT)]

from benchmarks.crowd import AT, DATA, TODAY, crowd, drop, hang_up  # noqa: E402
from benchmarks.figures import say  # noqa: E402
from benchmarks.twin import Twin  # noqa: E402

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

N = int(os.environ.get("BENCH_N", "3000"))
DATABASE, COPY = "bench_charges", "bench_charges_bare"
DUE = AT + timedelta(days=14)

# As in `benchmarks.crowd`: one card is kept by the product, the others are that row with these columns changed.
_CARDS = """
    INSERT INTO payments_paymentcard
    SELECT (jsonb_populate_record(c, jsonb_build_object(
        'id', gen_random_uuid(), 'account_id', a.id, 'external_id', 'pm_' || a.code, 'fingerprint', a.code))).*
    FROM payments_paymentcard c, accounts_account a WHERE a.id <> c.account_id
"""
_COLLECTIONS = """
    INSERT INTO payments_cardcollection (id, organization_id, account_id, invoice_id, state, first_on, next_on, tries,
        reason, made_at)
    SELECT gen_random_uuid(), organization_id, account_id, id, 'waiting', due_on, due_on, 0, '', issued_at
    FROM invoicing_invoice
"""


def seed(server: EmbeddedPostgres) -> OrganizationId:
    """A company with N customers with a card each, billed, and every invoice planned to be charged."""
    organization = crowd(server, DATABASE, customers=N)
    from selvbetjening.domain.accounts.models import Account
    from selvbetjening.domain.billing.actions.run import run
    from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway
    from selvbetjening.domain.payments.actions.keep_card import keep_card
    from selvbetjening.domain.payments.ports import Instrument
    from selvbetjening.domain.tenancy.within import within
    from selvbetjening.kernel.actors import SYSTEM

    account = connect_gateway(
        organization, gateway="stripe", api_key="sk_test_benchmark1", notice_secret="whsec_benchmarkbenchmark",
        mode="test", actor=SYSTEM, at=AT,
    )  # fmt: skip
    with within(organization):
        Account.objects.update(collection_method="payment_card")
        first = Account.objects.order_by("code")[0]
    visa = Instrument(
        external_id="pm_first", customer_ref="cus_1", brand="visa", last4="4242", exp_month=12, exp_year=2034,
        fingerprint="first",
    )  # fmt: skip
    keep_card(organization, account=first.id, gateway_account=account, instrument=visa, actor=SYSTEM, at=AT)
    hang_up()
    with psycopg.connect(server.url(database=DATABASE), autocommit=True) as superuser:
        superuser.execute(_CARDS)
    run(organization, today=TODAY, at=AT)
    hang_up()
    with psycopg.connect(server.url(database=DATABASE), autocommit=True) as superuser:
        superuser.execute(_COLLECTIONS)
        superuser.execute("VACUUM ANALYZE")
    return organization


def prepared(organization: OrganizationId) -> float:
    """Seconds to prepare all of them, one after the other."""
    from selvbetjening.domain.billing.actions.start_charge import start_charge
    from selvbetjening.domain.billing.queries.card_collections import due_rows
    from selvbetjening.domain.tenancy.within import within
    from selvbetjening.kernel.days import copenhagen_day

    with within(organization):
        rows: list[UUID] = due_rows(organization, today=copenhagen_day(DUE), limit=N)
    begin = time.perf_counter()
    made = [start_charge(organization, collection=row, at=DUE) for row in rows]
    seconds = time.perf_counter() - begin
    if len([one for one in made if one]) != N:
        raise SystemExit(f"{len([one for one in made if one])} of {len(rows)} charges were prepared")
    return seconds


def bare_write(twin: Twin) -> float:
    """Seconds to write what they wrote."""
    order = "JOIN payments_attempt a ON a.id = {} ORDER BY a.reference"
    attempts = twin.lines("SELECT * FROM payments_attempt ORDER BY reference")
    parts = twin.lines(f"SELECT p.* FROM payments_attemptpart p {order.format('p.attempt_id')}")
    moved = twin.lines(f"SELECT c.id, c.attempt_id FROM payments_cardcollection c {order.format('c.attempt_id')}")
    updates = [
        "UPDATE payments_gatewayaccount SET serial = serial + 1; UPDATE payments_cardcollection SET state = 'running', "
        f"next_on = NULL, attempt_id = '{attempt}' WHERE id = '{row}'"
        for row, attempt in (line.decode().split() for line in moved)
    ]
    return twin.seconds([("payments_attempt", attempts), ("payments_attemptpart", parts)], updates=updates)


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    twin = Twin(server, DATABASE, COPY)
    try:
        drop(server, COPY)
        organization = seed(server)
        hang_up()
        twin.take()
        seconds = prepared(organization)
        bare = bare_write(twin)
        say("charges_against_bare_write", seconds / bare, "x", None, charges=N)
        say("charges_prepared", N / seconds, "per second", None, seconds=round(seconds, 2))
        say("charges_bare_write", N / bare, "per second", None, seconds=round(bare, 2))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
