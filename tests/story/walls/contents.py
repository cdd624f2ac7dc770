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
    with within(organization), connection.cursor() as cursor:
        cursor.execute(WALLED)
        tables = {row[0]: "organization_id" for row in cursor.fetchall()} | {"organizations_organization": "id"}
        found: dict[str, list[str]] = {table: [] for table in tables if table not in but}
        one = "SELECT '{0}', md5(t.xmin::text || t::text) FROM \"{0}\" t WHERE {1} = %s"
        asked = " UNION ALL ".join(one.format(table, tables[table]) for table in found)  # one question for them all
        cursor.execute(f"{asked} ORDER BY 1, 2", [str(organization)] * len(found))
        for table, digest in cursor.fetchall():
            found[table].append(digest)
    return found


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """The tables whose rows are not the same any more."""
    return sorted(table for table in before | after if before.get(table) != after.get(table))
