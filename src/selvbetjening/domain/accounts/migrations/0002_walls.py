"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("organizations", "0002_walls")]

    operations = [
        TenantTable("accounts_account"),
        TenantTable("accounts_recipient", parents={"account_id": "accounts_account"}),
    ]
