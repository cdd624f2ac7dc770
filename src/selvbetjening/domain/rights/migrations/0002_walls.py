"""The walls around exports and erasures, and the one way in which documents go: when the books need them no more."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import ForgottenInTime, TenantTable

ACCOUNT = {"account_id": "accounts_account"}


def _over(name: str, table: str) -> str:
    """A question of a document's row: is the time of what it belongs to over? Row-level security holds inside."""
    return (
        f"CREATE FUNCTION {name}(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$"
        f" SELECT coalesce((SELECT retain_until < current_date FROM {table} WHERE id = wanted), false) $$"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("invoicing", "0006_late_walls"),
    ]

    operations = [
        TenantTable("rights_dataexport", parents=ACCOUNT),
        TenantTable("rights_dataexportpart", parents={"data_export_id": "rights_dataexport"}),
        TenantTable("rights_erasure", parents=ACCOUNT),
        migrations.RunSQL(
            [_over("invoice_time_is_over", "invoicing_invoice"), _over("credit_time_is_over", "invoicing_creditnote")],
            reverse_sql=migrations.RunSQL.noop,
        ),
        ForgottenInTime(
            "invoicing_invoice", over="OLD.retain_until < current_date", wall="is_final", columns=("snapshot",)
        ),
        ForgottenInTime(
            "invoicing_creditnote", over="OLD.retain_until < current_date", wall="is_final", columns=("snapshot",)
        ),
        ForgottenInTime("invoicing_invoicedocument", over="invoice_time_is_over(OLD.invoice_id)", wall="only_added"),
        ForgottenInTime(
            "invoicing_creditnotedocument", over="credit_time_is_over(OLD.credit_note_id)", wall="only_added"
        ),
    ]
