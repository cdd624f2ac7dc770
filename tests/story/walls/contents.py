"""What stands in the database, to compare before and after: every row of every table, as digests."""

from collections.abc import Collection

from django.db import connection

from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

WALLED = """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_id'
    ORDER BY 1"""


def contents(organization: OrganizationId, *, but: Collection[str] = ()) -> dict[str, list[str]]:
    """Table → the digest of each row of the organization, sorted; the organization's own row included.

    A row's version (xmin) is part of the digest: an UPDATE that writes the same values again is seen, too.
    """
    found = {}
    with within(organization), connection.cursor() as cursor:
        cursor.execute(WALLED)
        for table in [*(row[0] for row in cursor.fetchall()), "organizations_organization"]:
            column = "id" if table == "organizations_organization" else "organization_id"
            cursor.execute(
                f'SELECT md5(t.xmin::text || t::text) FROM "{table}" t WHERE {column} = %s ORDER BY 1',
                [str(organization)],
            )
            if table not in but:
                found[table] = [row[0] for row in cursor.fetchall()]
    return found


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """The tables whose rows are not the same any more."""
    return sorted(table for table in before | after if before.get(table) != after.get(table))
