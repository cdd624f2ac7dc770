"""My File Transfer has pages now: its card leads to them."""

from django.db import migrations


def lead_to_its_pages(apps, editor):  # type: ignore[no-untyped-def]
    solution = apps.get_model("access", "Solution")
    rows = solution.objects.using(editor.connection.alias).filter(code="my-file-transfer")
    rows.update(url_name="business:mft")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_notices"),
    ]

    operations = [migrations.RunPython(lead_to_its_pages, migrations.RunPython.noop)]
