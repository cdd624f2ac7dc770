"""The walls around files, and what of them never changes (SEC-05 to SEC-14, annex D.1)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

_DELIVERY = {"delivery_id": "deliveries_delivery"}


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_initial")]

    operations = [
        TenantTable("deliveries_staging"),
        TenantTable("deliveries_delivery", parents={"duplicate_of_id": "deliveries_delivery"}),
        TenantTable("deliveries_deliverymove", parents=_DELIVERY),
        TenantTable("deliveries_approval", parents=_DELIVERY),
        TenantTable(
            "deliveries_deliveryreceipt",
            parents={**_DELIVERY, "staging_id": "deliveries_staging", "supersedes_id": "deliveries_deliveryreceipt"},
        ),
        TenantTable("deliveries_preview", parents={"staging_id": "deliveries_staging"}),
        TenantTable("deliveries_outfile"),
        TenantTable("deliveries_outfilemark", parents={"file_id": "deliveries_outfile"}),
        AppendOnly("deliveries_deliverymove"),
        # What was received, from whom and when is final; what becomes of it is not.
        OnlyColumnsChange(
            "deliveries_delivery",
            columns=(
                "state",
                "state_at",
                "code",
                "solution",
                "keys",
                "pbs_numbers",
                "content",
                "accepted_count",
                "refused_count",
                "total_minor",
                "deadline_at",
                "progress",
                "hold_until",
                "approvals_needed",
                "policy_version",
                "confirmed",
                "duplicate_of_id",
                "scan_alarmed_at",
                "reminders",
                "content_gone_on",
                "counts_at",
                "address",
            ),
        ),
        OnlyColumnsChange("deliveries_approval", columns=("voided_at",)),
        OnlyColumnsChange("deliveries_deliveryreceipt", columns=("seq", "sha256", "text", "signature", "key_id")),
    ]
