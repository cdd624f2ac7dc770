"""The walls around what we ask an external Betalingsservice for, and what of a collection may change since."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from selvbetjening.domain.tenancy.operations import (
    ForgottenInTime,
    MoreColumnsChange,
    OnlyColumnsChange,
    TenantTable,
)

_CARRIED = "ALTER TABLE directdebit_collection ADD CONSTRAINT directdebit_collection_{0}_same_organization"
_TO_OUTPUT = " FOREIGN KEY (organization_id, {0}) REFERENCES directdebit_output (organization_id, id)"


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0003_asked_and_written")]

    operations = [
        *(
            RunSQL(
                (_CARRIED + _TO_OUTPUT).format(column) + " DEFERRABLE INITIALLY DEFERRED",
                reverse_sql=RunSQL.noop,
            )
            for column in ("output_id", "withdrawal_id")
        ),
        MoreColumnsChange(
            "directdebit_collection",
            columns=(
                *("mandate_number", "way", "state", "code", "settled_on", "output_id", "withdrawn_at", "withdrawal_id"),
            ),
        ),
        TenantTable("directdebit_collectionwords", parents={"collection_id": "directdebit_collection"}),
        OnlyColumnsChange("directdebit_collectionwords", columns=("forget_on",)),
        ForgottenInTime("directdebit_collectionwords", over="OLD.forget_on < current_date", wall="is_final"),
        TenantTable(
            "directdebit_mandateorder",
            parents={
                "agreement_id": "directdebit_creditoragreement",
                "account_id": "accounts_account",
                "output_id": "directdebit_output",
            },
        ),
        OnlyColumnsChange("directdebit_mandateorder", columns=("state", "code", "output_id", "sealed")),
    ]
