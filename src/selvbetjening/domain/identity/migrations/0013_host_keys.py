"""The SFTP server's next key, and which of its keys each SFTP user has met, with its wall (BM-09, SEC-07)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0012_ssh_habits"),
        ("organizations", "0003_settings_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="HostKeyChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("blob", models.BinaryField()),
                ("fingerprint", models.CharField(max_length=60)),
                ("retires", models.CharField(blank=True, max_length=60)),
                ("announced_at", models.DateTimeField()),
                ("starts_on", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["announced_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("fingerprint",),
                        name="host_key_change_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HostKeyUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=60)),
                ("used_at", models.DateTimeField(null=True)),
                ("learned_at", models.DateTimeField(null=True)),
                ("warned_days", models.PositiveSmallIntegerField(null=True)),
                ("warned_change_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identity.sshaccount",
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
                    models.UniqueConstraint(fields=("organization", "account", "fingerprint"), name="host_key_use_once")
                ],
            },
        ),
        TenantTable("identity_hostkeyuse", parents={"account_id": "identity_sshaccount"}),
    ]
