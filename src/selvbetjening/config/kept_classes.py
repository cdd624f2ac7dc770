"""Migrations from nothing in half the time: a constraint or an index does not make the state's classes anew.

After most operations Django makes the classes of the model and of everything it is related to, and by its organization
each model of ours is related to all others. A constraint or an index changes one list of one class: it is changed
there. Operations that run Python code still find every class made afresh.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

_APPEND, _REMOVE = "_append_option", "_remove_option"


@contextmanager
def kept_classes() -> Iterator[None]:
    """For the migrations that run meanwhile, in this process."""
    before = {name: getattr(ProjectState, name) for name in (_APPEND, _REMOVE)}
    setattr(ProjectState, _APPEND, _append)
    setattr(ProjectState, _REMOVE, _remove)
    try:
        yield
    finally:
        for name, method in before.items():
            setattr(ProjectState, name, method)


def _append(state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    _set(state, app_label, model_name, option_name, [*_options(state, app_label, model_name)[option_name], obj])


def _remove(state: ProjectState, app_label: str, model_name: str, option_name: str, obj_name: str) -> None:
    found = _options(state, app_label, model_name)[option_name]
    _set(state, app_label, model_name, option_name, [obj for obj in found if obj.name != obj_name])


def _options(state: ProjectState, app_label: str, model_name: str) -> dict[str, Any]:
    options: dict[str, Any] = state.models[app_label, model_name].options
    return options


def _set(state: ProjectState, app_label: str, model_name: str, option_name: str, values: list[Any]) -> None:
    _options(state, app_label, model_name)[option_name] = values
    if "apps" in state.__dict__:
        state.is_delayed = True  # Python code gets classes of its own
        setattr(state.apps.get_model(app_label, model_name)._meta, option_name, list(values))
