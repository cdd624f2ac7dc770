"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        TenantTable("identity_apiuser"),
        TenantTable("identity_ratecount"),
        TenantTable("identity_loginrequest"),
        TenantTable("identity_loginlink", parents={"login_request_id": "identity_loginrequest"}),
        TenantTable("identity_linkevent", parents={"link_id": "identity_loginlink"}),
        TenantTable("identity_portalsession"),
    ]
