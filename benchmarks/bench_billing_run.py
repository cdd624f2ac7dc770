"""The billing run for many due subscriptions, against COPYing the rows that it finishes with.

Run `.venv/bin/python benchmarks/bench_billing_run.py`; `BENCH_N` is the number of subscriptions (100,000). Prints one
JSON line per figure. Both sides start from a copy of one seeded database on one embedded server: the run as the
services' role through all walls, the COPY as superuser, into the same tables with every index, constraint and trigger.
The run computes, locks, updates the subscriptions and queues jobs besides; the COPY writes finished rows only.
"""

import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src")]

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.roles import ensure_roles  # noqa: E402

N = int(os.environ.get("BENCH_N", "100000"))
DATA = Path(os.environ.get("BENCH_DATA", _ROOT / "var" / "bench-postgres"))
RUN, COPIED = "bench_run", "bench_copied"
ORGANIZATION = UUID("00000000-0000-4000-8000-00000000000a")
TODAY, AT = date(2026, 4, 1), datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
FINISHED = (
    "invoicing_invoice",
    "invoicing_invoiceline",
    "billing_billedperiod",
    "history_event",
    "history_pendingreaction",
    "history_logentry",
    "history_loghead",
)

_SEED = f"""
    INSERT INTO organizations_organization (id, name, slug, cvr, address_line, postal_code, city, country, email, phone,
        language, payment_instructions, payment_terms_days, is_active, features, self_service_enabled, allowed_acts,
        brand_colour, login_link_minutes, created_at)
    VALUES ('{ORGANIZATION}', 'Nordlys Træning ApS', 'nordlys', '12345674', 'Havnegade 1', '8000', 'Aarhus C', 'DK',
        'hej@nordlys.example', '', 'da', 'Reg. 1234, konto 12345678', 8, true, '{{}}', true, '{{}}', '', 10,
        '2026-01-01');
    INSERT INTO catalog_plan (id, organization_id, code, name_da, name_en, description_da, description_en,
        self_service_enabled)
    VALUES ('00000000-0000-4000-8000-0000000000b1', '{ORGANIZATION}', 'fri', 'Fri træning', 'Free training', '', '',
        true);
    INSERT INTO catalog_planterms (id, organization_id, plan_id, code, interval_unit, interval_count, unit_price_minor,
        currency, vat_basis_points, unit_da, unit_en)
    SELECT ('00000000-0000-4000-8000-0000000000c' || i)::uuid, '{ORGANIZATION}',
        '00000000-0000-4000-8000-0000000000b1', 'fri-' || i, 'month', 1, 19900 + 1000 * i, 'DKK', 2500, '', ''
    FROM generate_series(1, 3) AS i;
    INSERT INTO accounts_account (id, organization_id, code, name, party_type, cvr, address_line, address_line_2,
        postal_code, city, country, language, created_at)
    SELECT gen_random_uuid(), '{ORGANIZATION}', 'K-' || lpad(i::text, 8, '0'), 'Anna Eksempel ' || i, 'consumer', '',
        'Prøvevej ' || i, '', '8000', 'Aarhus C', 'DK', CASE i % 10 WHEN 0 THEN 'en' ELSE 'da' END, '2026-01-01'
    FROM generate_series(1, {N}) AS i;
    INSERT INTO subscriptions_subscription (id, organization_id, account_id, terms_id, code, quantity, state,
        started_on, anchor_day, period_starts_on, renews_on, created_at)
    SELECT gen_random_uuid(), organization_id, id,
        ('00000000-0000-4000-8000-0000000000c' || 1 + ascii(right(code, 1)) % 3)::uuid, code, 1, 'active',
        '2026-03-01', 1, '2026-03-01', '2026-04-01', '2026-03-01'
    FROM accounts_account;
"""


def settings(server: EmbeddedPostgres, database: str) -> None:
    """Point Django at a database of the server."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="selvbetjening.config.settings",
        SECRET_KEY=secrets.token_urlsafe(48),
        PORTAL_BASE_DOMAIN="portal.example",
        LOG_LEVEL="WARNING",
        VAR_DIR=str(_ROOT / "var" / "bench"),
        DATABASE_URL=server.url(role="selvbetjening_runtime", database=database),
        DATABASE_DOORWAY_URL=server.url(role="selvbetjening_doorway", database=database),
        DATABASE_OWNER_URL=server.url(role="selvbetjening_owner", database=database),
    )


def seed(server: EmbeddedPostgres) -> None:
    """A fresh database with everything due, and a second one like it."""
    from django.core.management import call_command
    from django.db import connections

    with psycopg.connect(server.url(), autocommit=True) as admin:
        for database in (RUN, COPIED):
            admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
    ensure_roles(server.url(), database=RUN)
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    with psycopg.connect(server.url(database=RUN), autocommit=True) as superuser:
        superuser.execute(_SEED.encode())
        superuser.execute("VACUUM ANALYZE")
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {COPIED} TEMPLATE {RUN}".encode())
        admin.execute("CHECKPOINT")


def resident() -> int:
    """This process's resident memory in KiB."""
    text = Path("/proc/self/status").read_text("ascii")
    return int(text.partition("VmRSS:")[2].split()[0])


@contextmanager
def watched() -> Iterator[list[int]]:
    """Sample the resident memory twenty times a second."""
    samples: list[int] = []
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.05):
            samples.append(resident())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def copy_of_the_rows(server: EmbeddedPostgres) -> float:
    """Seconds to COPY the finished rows into the second database in one transaction, constraints checked at commit."""
    seconds = 0.0
    source, target = server.url(database=RUN), server.url(database=COPIED)
    with psycopg.connect(source) as finished, psycopg.connect(target) as superuser:
        for table in FINISHED:
            with finished.cursor().copy(f"COPY {table} TO STDOUT".encode()) as out:
                rows = [bytes(block) for block in out]
            begin = time.perf_counter()
            with superuser.cursor().copy(f"COPY {table} FROM STDIN".encode()) as into:
                for block in rows:
                    into.write(block)
            seconds += time.perf_counter() - begin
        begin = time.perf_counter()
        superuser.commit()
        return seconds + time.perf_counter() - begin


def main() -> None:
    server = EmbeddedPostgres(data=DATA, settings={"max_wal_size": "8GB", "shared_buffers": "256MB"})
    server.start()
    try:
        settings(server, RUN)
        import django

        django.setup()
        seed(server)
        from selvbetjening.domain.billing.actions.run import run
        from selvbetjening.kernel.ids import OrganizationId

        with watched() as samples:
            begin = time.perf_counter()
            result = run(OrganizationId(ORGANIZATION), today=TODAY, at=AT)
            seconds = time.perf_counter() - begin
        again = run(OrganizationId(ORGANIZATION), today=TODAY, at=AT)
        if (result.invoices, result.periods, again.invoices) != (N, N, 0):
            raise SystemExit(f"the run did not bill once: {result}, {again}")
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("CHECKPOINT")
        copied = copy_of_the_rows(server)
        report(seconds, copied, samples)
    finally:
        server.stop()


def report(seconds: float, copied: float, samples: list[int]) -> None:
    """One JSON line per figure."""
    fifth, last = max(samples[: len(samples) // 5]), max(samples[-len(samples) // 5 :])
    figures: list[tuple[str, float, str, str | None, dict[str, object]]] = [
        ("billing_run_against_copy", seconds / copied, "x", "<= 3", {"subscriptions": N}),
        ("billing_run", seconds, "s", None, {"per_second": round(N / seconds)}),
        ("billing_run_copy_of_the_rows", copied, "s", None, {"tables": list(FINISHED)}),
        (
            "billing_run_memory_growth",
            last / fifth,
            "x",
            "<= 1.1",
            {"mib_in_first_fifth": round(fifth / 1024, 1), "mib_in_last_fifth": round(last / 1024, 1)},
        ),
    ]
    for name, value, unit, aim, more in figures:
        print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "aim": aim, **more}))


if __name__ == "__main__":
    main()
