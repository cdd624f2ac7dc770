"""The walls around what lies beside files (SEC-05 to SEC-14)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0005_markers")]

    operations = [
        TenantTable("deliveries_marker", parents={"staging_id": "deliveries_staging"}),
        TenantTable("deliveries_receiptmark", parents={"receipt_id": "deliveries_deliveryreceipt"}),
    ]
