"""The watcher that the page tests draw under: it stops each way to query from a template."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.template import Context, Template
from django.template.backends.django import DjangoTemplates

from tests.house.templates_sql import SqlInTemplate, no_sql_in_templates

pytestmark = pytest.mark.usefixtures("database")

LAZY = {
    "loop": "{% for row in rows %}{{ row }}{% endfor %}",
    "if": "{% if rows %}some{% endif %}",
    "swallowed by if": "{% if rows == 1 or count > 0 %}some{% endif %}",
    "filter": "{{ rows|length }}",
    "call": "{{ rows.count }}",
}


class Counting:
    def __gt__(self, other: object) -> bool:
        return MigrationRecorder(connection).migration_qs.count() > 0


@pytest.mark.parametrize("way", LAZY)
def test_a_query_while_drawing_is_stopped(way: str) -> None:
    rows = MigrationRecorder(connection).migration_qs
    with no_sql_in_templates(), pytest.raises(SqlInTemplate):
        Template(LAZY[way]).render(Context({"rows": rows, "count": Counting()}))


def test_what_was_loaded_before_is_drawn() -> None:
    rows = list(MigrationRecorder(connection).migration_qs[:3])
    with no_sql_in_templates():
        assert Template(LAZY["filter"]).render(Context({"rows": rows})) == "3"
    assert MigrationRecorder(connection).migration_qs.count() >= 3


def test_queries_between_two_drawings_are_free() -> None:
    with no_sql_in_templates():
        Template("a").render(Context())
        assert MigrationRecorder(connection).migration_qs.exists()
        Template("b").render(Context())


def test_a_lazy_response_is_watched() -> None:
    """The engine's own wrapper, which `render()` and `TemplateResponse` use, draws through the watched method."""
    engine = DjangoTemplates({"NAME": "watched", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}})
    rows = MigrationRecorder(connection).migration_qs
    with no_sql_in_templates(), pytest.raises(SqlInTemplate):
        engine.from_string(LAZY["loop"]).render({"rows": rows})
