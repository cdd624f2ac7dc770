"""Migrations say what the models say, and their history has one head."""

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation


def pending(wanted: ProjectState) -> list[str]:
    """The operations that `makemigrations` would write for these models. Asks no database."""
    loader = MigrationLoader(None)
    with translation.override(None):  # as makemigrations does: verbose names are compared untranslated
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    return [
        f"{app}: {operation.describe()}"
        for app, migrations in sorted(changes.items())
        for migration in migrations
        for operation in migration.operations
    ]


def test_nothing_is_left_to_migrate() -> None:
    assert pending(ProjectState.from_apps(apps)) == []


def test_no_app_has_two_heads() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}


def test_a_model_without_migration_is_seen() -> None:
    wanted = ProjectState.from_apps(apps)
    wanted.add_model(ModelState("accounts", "Planted", [("id", models.BigAutoField(primary_key=True))]))
    assert pending(wanted) == ["accounts: Create model Planted"]
