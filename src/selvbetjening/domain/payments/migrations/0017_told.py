"""When the company was told of what waits for it: alarms and chargebacks."""

from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("payments", "0016_money_walls")]

    operations = [
        migrations.AddField("gatewayfact", "told_at", models.DateTimeField(null=True)),
        migrations.AddField("chargeback", "told_at", models.DateTimeField(null=True)),
        MoreColumnsChange(
            "payments_gatewayfact", columns=("outcome", "reason", "resolved_at", "resolution", "told_at")
        ),
        MoreColumnsChange("payments_chargeback", columns=("state", "reason", "closed_at", "told_at")),
    ]
