"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, TenantTable


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        TenantTable("history_event"),
        AppendOnly("history_event"),
        TenantTable("history_pendingreaction", unique=False),
    ]
