"""The walls around orders that wait for a second person's yes, and what of an order may change since."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from selvbetjening.domain.tenancy.operations import MoreColumnsChange, OnlyColumnsChange, TenantTable


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0012_orders_approved")]

    operations = [
        TenantTable("directdebit_orderbatch", parents={"agreement_id": "directdebit_creditoragreement"}),
        OnlyColumnsChange("directdebit_orderbatch", columns=("state", "needed", "policy_version", "ended_at")),
        TenantTable("directdebit_orderyes", parents={"batch_id": "directdebit_orderbatch"}),
        OnlyColumnsChange("directdebit_orderyes", columns=("voided_at",)),
        RunSQL(
            "ALTER TABLE directdebit_mandateorder ADD CONSTRAINT directdebit_mandateorder_batch_id_same_organization"
            " FOREIGN KEY (organization_id, batch_id) REFERENCES directdebit_orderbatch (organization_id, id)"
            " DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=RunSQL.noop,
        ),
        MoreColumnsChange("directdebit_mandateorder", columns=("state", "code", "output_id", "sealed", "let_at")),
    ]
