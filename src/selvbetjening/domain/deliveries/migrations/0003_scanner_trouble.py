"""When the virus scanner was away (SEC-83). The installation's own table: no organization, no wall."""

from django.db import migrations, models

import selvbetjening.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="ScannerTrouble",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("away", "Away"), ("signatures", "Signatures")], max_length=10)),
                ("code", models.CharField(max_length=20)),
                ("began_at", models.DateTimeField()),
                ("failed_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_told_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["began_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("kind",), name="scanner_trouble_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end_told_at", None))
                        | models.Q(("ended_at__isnull", False), ("told_at__isnull", False)),
                        name="scanner_trouble_told_in_order",
                    ),
                ],
            },
        ),
    ]
