"""How the program behind an SFTP user behaves (BP-43, BP-48, annex C.4)."""

import django.contrib.postgres.fields
from django.db import migrations, models

import selvbetjening.domain.identity.rules.ssh_habits


class Migration(migrations.Migration):
    dependencies = [("identity", "0011_api_tokens")]

    operations = [
        migrations.AddField("sshaccount", "all_in_root", models.BooleanField(default=False)),
        migrations.AddField(
            "sshaccount",
            "naming",
            models.CharField(
                choices=[("portal", "portal"), ("legacy", "legacy")],
                default=selvbetjening.domain.identity.rules.ssh_habits.SshNaming["PORTAL"],
                max_length=6,
            ),
        ),
        migrations.AddField(
            "sshaccount",
            "temporary_names",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            "sshaccount",
            models.CheckConstraint(
                condition=models.Q(naming__in=["portal", "legacy"]), name="ssh_account_known_naming"
            ),
        ),
    ]
