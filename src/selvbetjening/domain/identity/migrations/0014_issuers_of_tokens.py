"""Who made an API user's token: what is sent with it is never approved by its maker (SEC-32)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0013_host_keys")]

    operations = [migrations.AddField("apitoken", "issued_by_id", models.UUIDField(null=True))]
