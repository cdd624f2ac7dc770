"""Why a file waits for somebody's yes (BM-04)."""

from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0003_scanner_trouble")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="approval_reasons",
            field=models.JSONField(default=list),
        ),
        MoreColumnsChange(
            "deliveries_delivery",
            columns=(
                *("state", "state_at", "code", "solution", "keys", "pbs_numbers", "content", "accepted_count"),
                *("refused_count", "total_minor", "deadline_at", "progress", "hold_until", "approvals_needed"),
                *("policy_version", "confirmed", "duplicate_of_id", "scan_alarmed_at", "reminders", "content_gone_on"),
                *("counts_at", "address", "approval_reasons"),
            ),
        ),
    ]
