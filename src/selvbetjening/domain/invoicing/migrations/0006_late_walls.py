"""The walls around reminders and what is claimed with them (DUN-1, DUN-2, DUN-6)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

PARENTS = {"account_id": "accounts_account", "invoice_id": "invoicing_invoice"}


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0005_late"), ("invoicing", "0004_credit_walls")]

    operations = [
        TenantTable("invoicing_reminder", parents=PARENTS),
        OnlyColumnsChange("invoicing_reminder", columns=("dropped_at",)),
        TenantTable("invoicing_lateclaim", parents={**PARENTS, "reminder_id": "invoicing_reminder"}),
        OnlyColumnsChange("invoicing_lateclaim", columns=("settled_minor", "waived_minor")),
        TenantTable("invoicing_handover", parents=PARENTS),
        AppendOnly("invoicing_handover"),
    ]
