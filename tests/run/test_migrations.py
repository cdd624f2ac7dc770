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


def test_a_model_and_a_field_are_added_and_no_other_class_is_made() -> None:
    """Both sides know of each other, and Python code finds classes of its own."""
    state = _state()
    with kept_classes():
        thing = state.apps.get_model("things", "thing")
        state.add_model(_part())
        part = state.apps.get_model("things", "part")
        assert [found.related_model for found in thing._meta.related_objects] == [part]
        state.add_field("things", "part", "near", _near(), True)
        state.add_field("things", "thing", "name", models.TextField(default="?"), False)
        assert state.apps.get_model("things", "thing") is thing and state.apps.get_model("things", "part") is part
        assert [found.name for found in thing._meta.fields] == ["id", "count", "name"]
        assert thing().name == "" and thing(name="x").name == "x"
        assert part._meta.get_field("near").remote_field.model is thing
        assert [found.name for found in thing._meta.related_objects] == ["part", "neighbours"]
        state.clear_delayed_apps_cache()
        assert state.apps.get_model("things", "thing") is not thing


def test_afterwards_and_without_it_django_does_as_it_does() -> None:
    """The state comes to the same either way; a state from before, too, keeps what it had."""
    kept, made, (check, index) = _state(), _state(), _things()
    with kept_classes():
        before = kept.clone()
        kept.add_constraint("things", "thing", check)
        kept.add_index("things", "thing", index)
        kept.add_model(_part())
        kept.add_field("things", "part", "near", _near(), False)
    thing = made.apps.get_model("things", "thing")
    made.add_constraint("things", "thing", check)
    made.add_index("things", "thing", index)
    made.add_model(_part())
    made.add_field("things", "part", "near", _near(), False)
    assert made.apps.get_model("things", "thing") is not thing
    assert made.models == kept.models
    assert made.relations.keys() == kept.relations.keys()
    assert before.models == _state().models


def _state() -> ProjectState:
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("count", models.IntegerField()),
    ]
    state.add_model(ModelState("things", "Thing", fields, {"constraints": [], "indexes": []}))
    return state


def _part() -> ModelState:
    thing: models.ForeignKey[Any, Any] = models.ForeignKey("things.Thing", models.CASCADE)
    return ModelState("things", "Part", [("id", models.BigAutoField(primary_key=True)), ("thing", thing)])


def _near() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("things.Thing", models.CASCADE, related_name="neighbours", null=True, default=None)


def _things() -> tuple[models.CheckConstraint, models.Index]:
    return (
        models.CheckConstraint(condition=models.Q(count__gte=0), name="check"),
        models.Index(fields=["count"], name="index"),
    )
