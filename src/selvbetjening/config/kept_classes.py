"""Migrations from nothing in a fraction of the time: most operations do not make the state's classes anew.

After most operations Django makes the classes of the model and of everything it is related to, and by its organization
each model of ours is related to all others. A new model is one class more, a new field is added to its class, and a
constraint or an index changes one list of one class. What changes or takes away still makes classes anew, and
operations that run Python code find every class made afresh.

The state from before such an operation has the same classes, so they know the new field there, too. PostgreSQL's
`ALTER TABLE` is told of the field by itself and asks neither class what else it has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.migrations.state import ModelState, ProjectState

_MODEL, _FIELD, _APPEND, _REMOVE = "add_model", "add_field", "_append_option", "_remove_option"
_DJANGO: Final = {name: getattr(ProjectState, name) for name in (_MODEL, _FIELD, _APPEND, _REMOVE)}


@contextmanager
def kept_classes() -> Iterator[None]:
    """For the migrations that run meanwhile, in this process."""
    ours = {_MODEL: _add_model, _FIELD: _add_field, _APPEND: _append, _REMOVE: _remove}
    for name, method in ours.items():
        setattr(ProjectState, name, method)
    try:
        yield
    finally:
        for name, method in _DJANGO.items():
            setattr(ProjectState, name, method)


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    with _classes_aside(state) as apps:
        _DJANGO[_MODEL](state, model_state)
    if apps is not None:
        apps.render_multiple([model_state])


def _add_field(
    state: ProjectState, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool
) -> None:
    with _classes_aside(state) as apps:
        _DJANGO[_FIELD](state, app_label, model_name, name, field, preserve_default)
    if apps is not None:
        new = state.models[app_label, model_name].fields[name].clone()
        apps.get_model(app_label, model_name).add_to_class(name, new)
        apps.clear_cache()  # the other side of a relation has looked for its relations before


@contextmanager
def _classes_aside(state: ProjectState) -> Iterator[Any]:
    """A state that has no classes yet makes none; afterwards it has those it had, and Python code gets its own."""
    apps = state.__dict__.pop("apps", None)
    try:
        yield apps
    finally:
        if apps is not None:
            state.__dict__["apps"] = apps
            state.is_delayed = True


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
