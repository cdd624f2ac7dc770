"""Tokens of customers' own programs, with their wall (CM-09, SEC-07)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_numbers_of_other_systems"),
        ("organizations", "0003_settings_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("calendar", "Calendar"), ("documents", "Documents")], max_length=10),
                ),
                ("name", models.CharField(max_length=60)),
                ("digest", models.BinaryField(max_length=32)),
                ("ending", models.CharField(max_length=4)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_on", models.DateField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
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
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.recipient",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=["organization", "recipient"],
                        name="customer_token_alive",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "digest"), name="customer_token_digest"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "calendar"),
                            models.Q(("expires_at__isnull", False), ("kind", "documents")),
                            _connector="OR",
                        ),
                        name="customer_token_of_documents_ends",
                    ),
                ],
            },
        ),
        TenantTable(
            "accounts_customertoken",
            parents={"account_id": "accounts_account", "recipient_id": "accounts_recipient"},
        ),
    ]
