from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="sessions_ended_at",
            field=models.DateTimeField(null=True),
        ),
    ]
