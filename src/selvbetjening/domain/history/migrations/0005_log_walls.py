"""The walls around the log: its places are only ever added to, its heads only grow (SEC-07, SEC-08, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyGrows, TenantTable


class Migration(migrations.Migration):
    dependencies = [("history", "0004_log")]

    operations = [
        TenantTable("history_logentry", unique=False),
        AppendOnly("history_logentry"),
        TenantTable("history_loghead", unique=False),
        OnlyGrows("history_loghead", column="seq"),
        # What is personal may be erased: the one table of the log from which rows are deleted.
        TenantTable("history_personalvalue"),
        TenantTable("history_anchorwish"),
    ]
