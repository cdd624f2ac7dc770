"""Two questions of an operator's machine: is the process alive, and can it serve."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from selvbetjening.portals.gate import public


@public
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, 503 otherwise; no details of the inside."""
    try:
        connection = connections["default"]
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return JsonResponse({"status": "database"}, status=503)
    if missing:
        return JsonResponse({"status": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})
