"""The walls around what was given up of claims, and around letters as PDF (BOK-1, BOK-2)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, TenantTable


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0010_claims_and_letters")]

    operations = [
        TenantTable("invoicing_claimwaiver", parents={"claim_id": "invoicing_lateclaim"}),
        AppendOnly("invoicing_claimwaiver"),
        TenantTable("invoicing_reminderdocument", parents={"reminder_id": "invoicing_reminder"}),
        AppendOnly("invoicing_reminderdocument"),
    ]
