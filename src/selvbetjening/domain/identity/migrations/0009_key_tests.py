"""When a key was tested last (BP-42)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0008_ssh_walls")]

    operations = [
        migrations.AddField(model_name="sshkey", name="test_began_at", field=models.DateTimeField(null=True)),
    ]
