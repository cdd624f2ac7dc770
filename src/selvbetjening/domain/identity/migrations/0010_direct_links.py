"""Links that an integration makes for its customer, and their wall (LG-12, SEC-07, SEC-15)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0009_key_tests"),
        ("organizations", "0003_settings_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("api_user_id", models.UUIDField()),
                ("recipient_id", models.UUIDField(null=True)),
                ("email", models.CharField(max_length=254)),
                ("token_digest", models.BinaryField(max_length=32)),
                ("wanted_path", models.CharField(blank=True, max_length=500)),
                ("return_url", models.CharField(blank=True, max_length=500)),
                ("narrowed_to", models.JSONField(null=True)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("is_mailed", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("spent_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["organization", "expires_at"], name="direct_link_old")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "token_digest"), name="direct_link_token"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="direct_link_lives"
                    ),
                ],
            },
        ),
        TenantTable("identity_directlink"),
    ]
