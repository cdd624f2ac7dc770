"""An attempt whose payer was erased keeps no card."""

from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("payments", "0017_told")]

    operations = [
        migrations.AddField("attempt", "forgotten_at", models.DateTimeField(null=True)),
        MoreColumnsChange(
            "payments_attempt",
            columns=(
                *("state", "external_ref", "url", "redirect_expires_at", "failure", "failure_code", "retry"),
                *("asks_new_card", "next_look_at", "looks", "closed_at", "forgotten_at"),
            ),
        ),
    ]
