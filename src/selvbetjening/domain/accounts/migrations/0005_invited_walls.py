"""The walls around invitations and grants, in plain SQL (SEC-07, SEC-08, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_invited"), ("accounts", "0002_walls")]

    operations = [
        TenantTable("accounts_recipientinvitation", parents={"account_id": "accounts_account"}),
        TenantTable("accounts_emailchange", parents={"recipient_id": "accounts_recipient"}),
        TenantTable("accounts_accountantgrant", parents={"account_id": "accounts_account"}),
        TenantTable("accounts_documentread", parents={"grant_id": "accounts_accountantgrant"}),
    ]
