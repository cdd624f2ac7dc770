"""Whoever has a user for real files, or has sent one, goes on as before: production counts as opened (BP-50)."""

from django.db import migrations

_WALLS = ("access_fileproduction", "deliveries_delivery", "identity_sshaccount")
#: Nobody opened it, and no test came before it.
OPENED = """
    INSERT INTO access_fileproduction (id, organization_id, opened_at)
    SELECT gen_random_uuid(), had.organization_id, min(had.since)
    FROM (
        SELECT organization_id, made_at AS since FROM identity_sshaccount
        WHERE environment = 'production' AND state <> 'ended'
        UNION ALL
        SELECT organization_id, received_at FROM deliveries_delivery WHERE environment = 'production'
    ) had
    WHERE NOT EXISTS (
        SELECT 1 FROM access_fileproduction o WHERE o.organization_id = had.organization_id AND o.closed_at IS NULL
    )
    GROUP BY had.organization_id
"""


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0007_kept_in_time"), ("access", "0007_production"), ("identity", "0008_ssh_walls")]

    operations = [
        migrations.RunSQL(
            [
                *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _WALLS),
                OPENED,
                # A table whose checks still wait for the commit cannot be altered.
                "SET CONSTRAINTS ALL IMMEDIATE",
                "SET CONSTRAINTS ALL DEFERRED",
                *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _WALLS),
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
