"""Evidence goes in time: what names people may be blanked after its last day, and nothing else ever (GDP-4, BOK-1)."""

from typing import Any

from django.db import migrations

from selvbetjening.domain.tenancy.operations import ForgottenInTime


def _fill(table: str, wall: str, statement: str) -> list[Any]:
    return [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE TRIGGER {wall}",
        statement,
        f"ALTER TABLE {table} ENABLE TRIGGER {wall}",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]


def _year_after(table: str, column: str) -> str:
    """Five years from the end of the calendar year, as the invoices of that time have it."""
    year = f"extract(year FROM {column} AT TIME ZONE 'Europe/Copenhagen')::int"
    return f"UPDATE {table} SET retain_until = make_date({year} + 5, 12, 31)"


# A contract is what its account's invoices are for: it stays as long as the last of them. Row-level security holds.
CONTRACT_IS_OVER = (
    "CREATE FUNCTION contract_time_is_over(holder uuid, until date) RETURNS boolean LANGUAGE sql STABLE AS $$"
    " SELECT until < current_date"
    " AND NOT EXISTS (SELECT 1 FROM invoicing_invoice WHERE account_id = holder AND retain_until >= current_date)"
    " AND NOT EXISTS (SELECT 1 FROM invoicing_creditnote WHERE account_id = holder AND retain_until >= current_date) $$"
)
NOTICES = "UPDATE billing_pricenotice SET effective_on = c.effective_on FROM billing_pricechange c WHERE c.id = price_change_id"


class Migration(migrations.Migration):
    dependencies = [("billing", "0007_kept"), ("invoicing", "0006_late_walls")]

    operations = [
        migrations.RunSQL(
            [
                *_fill("billing_legalact", "only_added", _year_after("billing_legalact", "recorded_at")),
                *_fill("billing_contract", "only_added", _year_after("billing_contract", "contracted_at")),
                "ALTER TABLE billing_pricechange NO FORCE ROW LEVEL SECURITY",
                *_fill("billing_pricenotice", "is_final", NOTICES),
                "ALTER TABLE billing_pricechange FORCE ROW LEVEL SECURITY",
                CONTRACT_IS_OVER,
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        ForgottenInTime(
            "billing_legalact",
            over="OLD.retain_until < current_date",
            wall="only_added",
            columns=("name", "receipt_address", "statement", "receipt", "content_erased_on"),
        ),
        ForgottenInTime(
            "billing_contract",
            over="contract_time_is_over(OLD.account_id, OLD.retain_until)",
            wall="only_added",
            columns=("confirmation", "content_erased_on"),
        ),
    ]
