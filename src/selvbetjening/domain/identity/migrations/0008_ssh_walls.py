"""The wall around SFTP users and their keys; names and attempts belong to no company (SEC-07, SEC-08, SEC-15)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_ssh")]

    operations = [
        TenantTable("identity_sshaccount"),
        TenantTable("identity_sshkey", parents={"account_id": "identity_sshaccount"}),
    ]
