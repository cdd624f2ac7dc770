"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, TenantTable


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("invoicing", "0002_walls")]

    operations = [
        TenantTable("payments_payment", parents={"invoice_id": "invoicing_invoice"}),
        AppendOnly("payments_payment"),
    ]
