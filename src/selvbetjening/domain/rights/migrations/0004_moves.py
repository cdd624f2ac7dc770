"""Accounts that moved from one company's Selvbetjening to another's, with their wall (CM-13, SEC-07)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_longer_names"),
        ("organizations", "0003_settings_register"),
        ("rights", "0003_old_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("direction", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                ("moved_at", models.DateTimeField()),
                ("content_hash", models.CharField(max_length=64)),
                ("hand_over", models.JSONField(default=dict)),
                ("key", models.BinaryField(default=b"", max_length=32)),
                ("archive", models.BinaryField(max_length=300000000)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
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
                        fields=("organization", "account", "direction"), name="account_moves_once_each_way"
                    )
                ],
            },
        ),
        TenantTable("rights_accountmove", parents={"account_id": "accounts_account"}),
    ]
