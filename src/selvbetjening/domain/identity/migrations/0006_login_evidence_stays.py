"""What a login proved is added and, after its year, removed: nothing that serves may write it anew (BP-01, SEC-114)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_business_people")]

    operations = [
        migrations.RunSQL(
            sql="REVOKE UPDATE, TRUNCATE ON identity_loginevidence, identity_logouttoken FROM selvbetjening_runtime",
            reverse_sql=migrations.RunSQL.noop,
            elidable=False,
        )
    ]
