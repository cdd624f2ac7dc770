"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [
        AppendOnly("tenancy_doorwayuse"),
    ]
