"""When somebody tested the line to an external Betalingsservice: a button is no way to knock at a bank all day."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0010_changed_accounts")]

    operations = [
        migrations.AddField(
            model_name="bankconnection",
            name="tested",
            field=ArrayField(models.DateTimeField(), default=list, size=None),
        ),
        MoreColumnsChange(
            "directdebit_bankconnection",
            columns=("state", "worked_at", "failures", "next_try_at", "code", "tested"),
        ),
    ]
