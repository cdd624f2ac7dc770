"""Receipts and what is known of files go in time, their places in the chain stay; feeds of new files (BP-48, BP-49)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import AppendOnly, ForgottenInTime, TenantTable

#: The law's own time, by the database's clock; the financial year is counted by the action, which asks for more.
_OVER = "OLD.{} < now() - interval '5 years'"


def _id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def _organization() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
    )


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0006_marker_walls"), ("organizations", "0003_settings_register")]

    operations = [
        migrations.CreateModel(
            name="ForgottenReceipt",
            fields=[
                ("id", _id()),
                ("seq", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField(null=True)),
                ("forgotten_on", models.DateField()),
                ("organization", _organization()),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "number"], name="forgotten_receipt_number")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "seq"), name="forgotten_receipt_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileFeed",
            fields=[
                ("id", _id()),
                ("membership_id", models.UUIDField()),
                ("account_id", models.UUIDField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("read_on", models.DateField(null=True)),
                ("organization", _organization()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "digest"), name="file_feed_secret"),
                    models.UniqueConstraint(
                        condition=models.Q(("account_id", None), ("revoked_at", None)),
                        fields=("organization", "membership_id"),
                        name="file_feed_one_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account_id__isnull", False), ("revoked_at", None)),
                        fields=("organization", "account_id"),
                        name="file_feed_one_an_account",
                    ),
                ],
            },
        ),
        TenantTable("deliveries_forgottenreceipt"),
        TenantTable("deliveries_filefeed"),
        AppendOnly("deliveries_forgottenreceipt"),
        ForgottenInTime("deliveries_deliveryreceipt", over=_OVER.format("issued_at"), wall="is_final"),
        ForgottenInTime("deliveries_delivery", over=_OVER.format("state_at"), wall="is_final"),
        ForgottenInTime("deliveries_approval", over=_OVER.format("approved_at"), wall="is_final"),
        ForgottenInTime("deliveries_deliverymove", over=_OVER.format("at"), wall="only_added"),
    ]
