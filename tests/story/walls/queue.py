"""Do what lies in the queue for one organization, as a worker does: by name, with the arguments of the row."""

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from selvbetjening.kernel.ids import OrganizationId

TAKE = """UPDATE procrastinate_jobs SET status = 'succeeded'
    WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND args->>'organization' = %s
                ORDER BY id LIMIT 1)
    RETURNING task_name, args"""


def load_tasks() -> None:
    """Let procrastinate know the tasks of every app, as its worker does when it starts."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]


def work_off(organization: OrganizationId) -> list[str]:
    """Run every waiting job of the organization, also those that these defer, and return the tasks' names."""
    done: list[str] = []
    load_tasks()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [str(organization)])
            row = cursor.fetchone()
        if row is None:
            return done
        arguments: dict[str, Any] = json.loads(row[1])
        app.tasks[row[0]](**arguments)
        done.append(str(row[0]))
