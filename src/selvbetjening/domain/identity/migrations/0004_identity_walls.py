"""The wall around proven mailboxes, in plain SQL (SEC-07, SEC-08, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_identities")]

    operations = [TenantTable("identity_portalidentity")]
