"""Since when a company's files are real, and the second manager's yes to it (BP-50, SEC-07)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_file_transfer"),
        ("organizations", "0003_settings_register"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accesstask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("request_access", "Request Access"),
                    ("promote", "Promote"),
                    ("same_person", "Same Person"),
                    ("external_managers", "External Managers"),
                    ("weaken_policy", "Weaken Policy"),
                    ("open_production", "Open Production"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="FileProduction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by_id", models.UUIDField(null=True)),
                ("approved_by_id", models.UUIDField(null=True)),
                ("tested_id", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.UUIDField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("organization",),
                        name="file_production_open_once",
                    )
                ],
            },
        ),
        TenantTable("access_fileproduction"),
    ]
