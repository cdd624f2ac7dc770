"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        TenantTable("messaging_message"),
    ]
