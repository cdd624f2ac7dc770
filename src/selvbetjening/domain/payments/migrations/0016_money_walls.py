"""The wall around pauses of collection (SEC-05 to SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import OnlyColumnsChange, TenantTable


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_money")]

    operations = [
        TenantTable(
            "payments_collectionpause", parents={"account_id": "accounts_account", "invoice_id": "invoicing_invoice"}
        ),
        OnlyColumnsChange("payments_collectionpause", columns=("decision", "lifted_at")),
    ]
