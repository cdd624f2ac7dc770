"""An embedded server, Django on it as the services' roles, and a company with N customers to be billed on `TODAY`."""

import os
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.roles import ensure_roles
from selvbetjening.kernel.ids import OrganizationId

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BENCH_DATA", ROOT / "var" / "bench-postgres"))
TODAY, AT = date(2026, 4, 1), datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
FIRST = date(2026, 3, 1)

# One account and its subscription are made by the models; the others are that row with these columns changed. So a
# column that is added later needs no word here. Every fourth is a company, every tenth reads English.
_ACCOUNTS = """
    INSERT INTO accounts_account ({columns})
    SELECT {columns} FROM (SELECT (jsonb_populate_record(a, jsonb_build_object(
        'id', gen_random_uuid(), 'code', 'K-' || lpad(i::text, 8, '0'), 'name', 'Anna Eksempel ' || i,
        'address_line', 'Prøvevej ' || i, 'language', CASE i %% 10 WHEN 0 THEN 'en' ELSE 'da' END,
        'party_type', CASE i %% 4 WHEN 0 THEN 'business' ELSE 'consumer' END,
        'cvr', CASE i %% 4 WHEN 0 THEN '12345674' ELSE '' END))).*
    FROM accounts_account a, generate_series(2, %s) AS i) AS made
"""
#: What the database computes by itself is not given.
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_name = 'accounts_account' AND is_generated = 'NEVER'
"""
_SUBSCRIPTIONS = """
    INSERT INTO subscriptions_subscription
    SELECT (jsonb_populate_record(s, jsonb_build_object(
        'id', gen_random_uuid(), 'account_id', a.id, 'code', a.code,
        'terms_id', (%s::uuid[])[1 + ascii(right(a.code, 1)) %% 3]))).*
    FROM subscriptions_subscription s, accounts_account a WHERE a.id <> s.account_id
"""


def point(server: EmbeddedPostgres, database: str, **more: str) -> None:
    """Django in this process and its children on this database of the server, as the services' roles.

    `more` are environment variables besides, or instead.
    """
    import django

    chosen = {
        "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEYS": secrets.token_urlsafe(48),
        "PORTAL_BASE_DOMAIN": "portal.example",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(ROOT / "var" / "bench"),
        "DATABASE_URL": server.url(role="selvbetjening_runtime", database=database),
        "DATABASE_DOORWAY_URL": server.url(role="selvbetjening_doorway", database=database),
        "DATABASE_OWNER_URL": server.url(role="selvbetjening_owner", database=database),
    }
    os.environ.update(chosen | more)
    django.setup()


def drop(server: EmbeddedPostgres, *databases: str) -> None:
    """Away with them, whoever is connected."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        for database in databases:
            admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())


def crowd(server: EmbeddedPostgres, database: str, *, customers: int) -> OrganizationId:
    """A fresh database with a company whose customers each have one monthly subscription, due since `TODAY`."""
    drop(server, database)
    ensure_roles(server.url(), database=database)
    point(server, database)
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    from tests import make

    company = make.organization(slug="nordlys", payment_instructions="Reg. 1234, konto 12345678")
    plan = make.plan(company, name_da="Fri træning", name_en="Free training")
    terms = [make.terms(plan, unit_price_minor=19900 + 1000 * step) for step in (1, 2, 3)]
    first = make.account(company, code="K-00000001", name="Anna Eksempel 1")
    make.subscription(first, terms[0], started_on=FIRST, code="K-00000001", renews_on=TODAY)
    with psycopg.connect(server.url(database=database)) as superuser:
        found = superuser.execute(COLUMNS).fetchone()
        assert found
        superuser.execute(_ACCOUNTS.replace("{columns}", found[0]).encode(), [customers])
        superuser.execute(_SUBSCRIPTIONS, [[one.id for one in terms]])
        superuser.commit()
        superuser.autocommit = True
        superuser.execute("VACUUM ANALYZE")
    return OrganizationId(company.id)


def hang_up() -> None:
    """Let go of every connection, so that others may copy or drop the database."""
    for connection in connections.all():
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
