"""Structured logs: JSON lines with allow-listed fields and nothing about persons (security.md section 13)."""

import logging
import logging.config
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

#: The only fields that ever reach a log line (SEC-143). A new one is a decision, not an accident.
ALLOWED: Final = frozenset(
    {
        "event", "level", "logger", "timestamp", "reference", "method", "route", "organization", "status",
        "milliseconds", "task", "job", "outcome", "error", "where", "count", "kind", "attempts", "process",
        "subject", "invoices", "seconds", "state", "directive",
    }
)  # fmt: skip


def keep_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, and reduce an exception to its type and place (SEC-148)."""
    info = event.pop("exc_info", None)
    if info:
        raised = info if isinstance(info, BaseException) else sys.exc_info()[1]
        if isinstance(info, tuple):
            raised = info[1]
        if raised is not None:
            event["error"] = type(raised).__name__
            event["where"] = _place(raised)
    return {key: value for key, value in event.items() if key in ALLOWED}


def _place(raised: BaseException) -> str:
    """`module:line` of the innermost frame of our own package, without any value."""
    found = ""
    trace = raised.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("selvbetjening") or not found:
            found = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _message_without_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Lines of libraries say where they come from, and keep their format string but not its arguments (SEC-144).

    A message without arguments may have been put together with its values already (procrastinate writes a job's
    arguments into it, Django the text of an exception), so only its place is kept.
    """
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        arguments = event.pop("positional_args", None)  # structlog has taken them out of the record
        event["event"] = record.msg[:200] if arguments and isinstance(record.msg, str) else "message of a library"
        event["where"] = f"{record.name}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            event["error"] = type(record.exc_info[1]).__name__
            event["where"] = _place(record.exc_info[1])
        event.pop("exc_info", None)
    return event


def configure(_config: object = None) -> None:
    """Called by Django as LOGGING_CONFIG; also by the command line before Django is up."""
    from django.conf import settings

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, _message_without_values],
        pass_foreign_args=True,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            keep_allowed,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    # Django's own handlers would write lines of their own beside ours, and mail exceptions with all their values.
    for name in ("django", "django.server"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    root.setLevel(settings.LOG_LEVEL)
    for quiet in ("django.server", "procrastinate", "aiosmtpd", "mail.log", "psycopg.pool", "asyncssh"):
        logging.getLogger(quiet).setLevel("WARNING")
    logging.getLogger("django.request").setLevel("ERROR")
    logging.getLogger("django.security").setLevel("ERROR")
