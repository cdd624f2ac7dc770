"""Tokens of API users, their minute, answers that are given once and calls, with their walls (SEC-07, SEC-15)."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


def _id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def _organization() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
    )


def _api_user(related_name: str = "+") -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name=related_name,
        to="identity.apiuser",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("identity", "0010_direct_links")]

    operations = [
        # The door was not open yet: no token of the old form has ever been taken.
        migrations.RemoveConstraint(model_name="apiuser", name="api_user_token"),
        migrations.RemoveField(model_name="apiuser", name="token_digest"),
        migrations.AddField(
            model_name="apiuser",
            name="rights",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, null=True, size=None
            ),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", _id()),
                ("digest", models.BinaryField(max_length=32)),
                ("ending", models.CharField(max_length=4)),
                ("is_read_only", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("api_user", _api_user("tokens")),
                ("organization", _organization()),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "api_user"], name="api_token_of_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "digest"), name="api_token_digest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiBudget",
            fields=[
                ("id", _id()),
                ("window_starts_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("api_user", _api_user()),
                ("organization", _organization()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "api_user"), name="api_budget_of_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiAnswer",
            fields=[
                ("id", _id()),
                ("key", models.CharField(max_length=255)),
                ("body_digest", models.BinaryField(max_length=32)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("api_user", _api_user()),
                ("organization", _organization()),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "created_at"], name="api_answer_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "api_user", "key"), name="api_answer_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiCall",
            fields=[
                ("id", _id()),
                ("api_user_id", models.UUIDField()),
                ("token_id", models.UUIDField()),
                ("reference", models.CharField(max_length=16)),
                ("method", models.CharField(max_length=6)),
                ("route", models.CharField(max_length=120)),
                ("status", models.PositiveSmallIntegerField()),
                ("client_system", models.CharField(max_length=80)),
                ("caller", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("organization", _organization()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "reference"], name="api_call_by_reference"),
                    models.Index(fields=["organization", "at"], name="api_call_by_age"),
                ],
            },
        ),
        TenantTable("identity_apitoken", parents={"api_user_id": "identity_apiuser"}),
        TenantTable("identity_apibudget", parents={"api_user_id": "identity_apiuser"}),
        TenantTable("identity_apianswer", parents={"api_user_id": "identity_apiuser"}),
        TenantTable("identity_apicall"),
    ]
