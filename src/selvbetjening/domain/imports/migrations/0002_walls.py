"""The walls around uploaded files."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        TenantTable("imports_fileimport"),
        TenantTable("imports_importfile", parents={"file_import_id": "imports_fileimport"}),
    ]
