"""Who bought goes with the documents when the books need them no more, letters too; files of exports are sealed now."""

from typing import Any

from django.db import migrations

from selvbetjening.domain.tenancy.operations import ForgottenInTime

REMINDER_IS_OVER = (
    "CREATE FUNCTION reminder_time_is_over(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$"
    " SELECT coalesce((SELECT invoice_time_is_over(invoice_id) FROM invoicing_reminder WHERE id = wanted), false) $$"
)
#: The files of a day that nobody could open any more: whoever asked asks anew.
UNSEALED: list[Any] = [
    "ALTER TABLE rights_dataexportpart NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE rights_dataexport NO FORCE ROW LEVEL SECURITY",
    "DELETE FROM rights_dataexportpart",
    "UPDATE rights_dataexport SET state = 'gone' WHERE state = 'ready'",
    "ALTER TABLE rights_dataexport FORCE ROW LEVEL SECURITY",
    "ALTER TABLE rights_dataexportpart FORCE ROW LEVEL SECURITY",
]


def _again(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"DROP TRIGGER kept_in_time ON {table}", reverse_sql=migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_walls"), ("invoicing", "0012_content_erased")]

    operations = [
        _again("invoicing_invoice"),
        ForgottenInTime(
            "invoicing_invoice",
            over="OLD.retain_until < current_date",
            wall="is_final",
            columns=("snapshot", "content_erased_on"),
        ),
        _again("invoicing_creditnote"),
        ForgottenInTime(
            "invoicing_creditnote",
            over="OLD.retain_until < current_date",
            wall="is_final",
            columns=("snapshot", "content_erased_on"),
        ),
        migrations.RunSQL(REMINDER_IS_OVER, reverse_sql=migrations.RunSQL.noop),
        ForgottenInTime(
            "invoicing_reminder",
            over="invoice_time_is_over(OLD.invoice_id)",
            wall="is_final",
            columns=("snapshot",),
        ),
        ForgottenInTime("invoicing_reminderdocument", over="reminder_time_is_over(OLD.reminder_id)", wall="only_added"),
        migrations.RunSQL(UNSEALED, reverse_sql=migrations.RunSQL.noop),
    ]
