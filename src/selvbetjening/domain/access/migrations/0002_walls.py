"""The walls around access, in plain SQL (SEC-07, SEC-08, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable

_MEMBER = {"membership_id": "access_membership"}


class Migration(migrations.Migration):
    dependencies = [("access", "0001_members"), ("identity", "0005_business_people")]

    operations = [
        TenantTable("access_entitlement"),
        TenantTable("access_membership"),
        TenantTable("access_grant", parents=_MEMBER),
        TenantTable("access_favourite", parents=_MEMBER),
        TenantTable("access_invitation", parents=_MEMBER),
        TenantTable("access_invitedgrant", parents={"invitation_id": "access_invitation"}),
        TenantTable("access_accesstask", parents={"about_id": "access_membership"}),
        TenantTable("access_managermessage"),
        TenantTable("access_deputy", parents=_MEMBER),
        TenantTable("access_succession", parents=_MEMBER),
        TenantTable("access_accessreview"),
        TenantTable("access_reviewrow", parents={"review_id": "access_accessreview"}),
    ]
