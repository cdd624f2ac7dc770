"""The migrations say what the models say, and are run with the state's classes kept."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from selvbetjening.config.kept_classes import kept_classes


def test_no_model_waits_for_a_migration(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Run: python tools/with_settings.py -m django makemigrations\n{capsys.readouterr().out}")


def test_a_constraint_or_an_index_changes_the_class_and_makes_no_other() -> None:
    state, (check, index) = _state(), _things()
    with kept_classes():
        thing = state.apps.get_model("things", "thing")
        state.add_constraint("things", "thing", check)
        state.add_index("things", "thing", index)
        assert state.apps.get_model("things", "thing") is thing
        assert (thing._meta.constraints, thing._meta.indexes) == ([check], [index])
        state.clear_delayed_apps_cache()
        afresh = state.apps.get_model("things", "thing")
        assert afresh is not thing
        assert (afresh._meta.constraints, afresh._meta.indexes) == ([check], [index])
        state.remove_constraint("things", "thing", "check")
        state.remove_index("things", "thing", "index")
        assert (afresh._meta.constraints, afresh._meta.indexes) == ([], [])
    assert state.models["things", "thing"].options == _state().models["things", "thing"].options


def test_afterwards_and_without_it_django_does_as_it_does() -> None:
    """The state comes to the same either way; a state from before, too, keeps what it had."""
    kept, made, (check, index) = _state(), _state(), _things()
    with kept_classes():
        before = kept.clone()
        kept.add_constraint("things", "thing", check)
        kept.add_index("things", "thing", index)
    thing = made.apps.get_model("things", "thing")
    made.add_constraint("things", "thing", check)
    made.add_index("things", "thing", index)
    assert made.apps.get_model("things", "thing") is not thing
    assert made.models == kept.models
    assert before.models == _state().models


def _state() -> ProjectState:
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("count", models.IntegerField()),
    ]
    state.add_model(ModelState("things", "Thing", fields, {"constraints": [], "indexes": []}))
    return state


def _things() -> tuple[models.CheckConstraint, models.Index]:
    return (
        models.CheckConstraint(condition=models.Q(count__gte=0), name="check"),
        models.Index(fields=["count"], name="index"),
    )
