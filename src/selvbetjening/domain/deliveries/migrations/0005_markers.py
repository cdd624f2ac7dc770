"""What lies beside files, uploads that wait for a word, and what an SFTP user has put away of receipts (annex C.4)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.domain.deliveries.lifecycle
import selvbetjening.kernel.ids

_OPEN = ["receiving", "aborted", "incomplete", "settling", "waiting", "staged"]
_STATES = [*_OPEN, "committed", "removed"]


def _id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def _organization() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
    )


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0004_approval_reasons"), ("organizations", "0003_settings_register")]

    operations = [
        migrations.CreateModel(
            name="Marker",
            fields=[
                ("id", _id()),
                ("environment", models.CharField(max_length=10)),
                ("account_id", models.UUIDField()),
                ("folder", models.CharField(blank=True, default="", max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("clash_key", models.CharField(max_length=400)),
                ("names_key", models.CharField(blank=True, default="", max_length=400)),
                ("content", models.BinaryField(default=b"", max_length=4096)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.BigIntegerField(null=True)),
                ("verdict", models.CharField(max_length=10)),
                ("about_id", models.UUIDField(null=True)),
                ("noted_at", models.DateTimeField()),
                ("organization", _organization()),
                (
                    "staging",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="markers",
                        to="deliveries.staging",
                    ),
                ),
            ],
            options={
                "ordering": ["-noted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "environment", "account_id", "folder", "clash_key"),
                        name="marker_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(verdict__in=["waits", "fits", "differs", "unreadable", "nothing"]),
                        name="marker_known_verdict",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["organization", "account_id", "names_key"], name="marker_of_name"),
                    models.Index(fields=["organization", "about_id"], name="marker_about"),
                    models.Index(fields=["organization", "noted_at"], name="marker_noted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptMark",
            fields=[
                ("id", _id()),
                ("account_id", models.UUIDField()),
                ("ending", models.CharField(max_length=4)),
                ("marked_at", models.DateTimeField()),
                ("organization", _organization()),
                (
                    "receipt",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="deliveries.deliveryreceipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "receipt", "account_id", "ending"), name="receipt_mark_once"
                    )
                ]
            },
        ),
        migrations.AddField("outfile", "number", models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            "outfile", models.UniqueConstraint(fields=("organization", "number"), name="out_file_number")
        ),
        migrations.AddField("staging", "is_temporary", models.BooleanField(default=False)),
        migrations.RemoveConstraint("staging", "staging_name_once"),
        migrations.RemoveConstraint("staging", "staging_known_state"),
        migrations.RemoveIndex("staging", "staging_open"),
        migrations.AlterField(
            "staging",
            "state",
            models.CharField(
                choices=[(each, each) for each in _STATES],
                default=selvbetjening.domain.deliveries.lifecycle.StagingState["RECEIVING"],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            "staging",
            models.Index(
                condition=models.Q(state__in=_OPEN), fields=["organization", "lease_until"], name="staging_open"
            ),
        ),
        migrations.AddConstraint(
            "staging",
            models.UniqueConstraint(
                condition=models.Q(state__in=_OPEN, door="sftp"),
                fields=("organization", "environment", "account_id", "folder", "clash_key"),
                name="staging_name_once",
            ),
        ),
        migrations.AddConstraint(
            "staging",
            models.CheckConstraint(condition=models.Q(state__in=_STATES), name="staging_known_state"),
        ),
    ]
