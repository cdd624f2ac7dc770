"""Names of 128 signs, and what other systems say of an account (fenerum-api.md section 5)."""

from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, StrIndex, Substr

_FOLDED = {
    "name_folded": Lower("name"),
    "name_rest_folded": Lower(Substr("name", StrIndex("name", Value(" ")) + 1)),
    "name_last_folded": Lower(Func(F("name"), Value("[^ ]*$"), function="SUBSTRING")),
}


def _column(name: str) -> migrations.AddField:
    return migrations.AddField(
        model_name="account",
        name=name,
        field=models.GeneratedField(
            db_persist=True,
            expression=_FOLDED[name],
            output_field=models.CharField(db_collation="C", max_length=128),
        ),
    )


def _index(name: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="account", index=models.Index(fields=["organization", name], name=f"account_{name}")
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_customer_tokens")]

    operations = [
        # PostgreSQL changes no column that a generated one is made of.
        *(migrations.RemoveIndex(model_name="account", name=f"account_{name}") for name in _FOLDED),
        *(migrations.RemoveField(model_name="account", name=name) for name in _FOLDED),
        migrations.AlterField(model_name="account", name="name", field=models.CharField(max_length=128)),
        *map(_column, _FOLDED),
        *map(_index, _FOLDED),
        migrations.AddField(
            model_name="account",
            name="reseller_program",
            field=models.CharField(blank=True, db_default="", default="", max_length=128),
        ),
        migrations.AddField(
            model_name="account",
            name="register_status",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
