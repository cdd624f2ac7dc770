"""No template issues SQL: what a page shows is loaded before it is drawn, or its cost hides in the drawing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connections
from django.template import Template


class SqlInTemplate(AssertionError):
    """A query ran while a template was drawn."""


@contextmanager
def no_sql_in_templates() -> Iterator[None]:
    """Within this block a query that runs during the drawing of a template fails, whatever the template swallows."""
    render = Template.render

    def watched(template: Template, context: Any) -> Any:
        seen: list[str] = []

        def refuse(execute: Any, sql: str, params: Any, many: bool, details: Any) -> Any:
            seen.append(f"{template.origin}: {sql[:200]}")
            raise SqlInTemplate(seen[0])

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse))
            page = render(template, context)
        # {% if %} swallows errors of comparisons: the query was seen all the same.
        if seen:
            raise SqlInTemplate(seen[0])
        return page

    with patch.object(Template, "render", watched):
        yield
