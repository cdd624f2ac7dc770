"""The frame of background jobs: they name their organization, learn the time, and give their connection back.

A job is a wake-up call. The domain row says what is to do, so a job that is lost, late or run twice does no harm
(design, "Jobs"; SEC-18). Deferring writes into the open transaction: no fact, no job.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

import structlog
from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import ConfigureTaskOptions, Task

from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.jobs")
JobValue: TypeAlias = str | int | bool | None


class Work(Protocol):
    """What a task function looks like: `work(organization, at=…, **plain JSON values)`."""

    def __call__(self, organization: OrganizationId, *, at: datetime, **values: JobValue) -> None: ...


def job(
    *, name: str, queue: str = "default", attempts: int = 5, priority: int = 0, lock: str | None = None
) -> Callable[[Callable[..., None]], "Job"]:
    """Make a task of a function `(organization, *, at, **values)`. Failures are retried with growing waits.

    Of what waits, the highest `priority` goes first. Of the jobs with the same `lock` one runs at a time, in all
    workers together.
    """

    def wrap(work: Callable[..., None]) -> Job:
        def run(organization: str, **values: JobValue) -> None:
            try:
                work(OrganizationId(UUID(organization)), at=clock.now(), **values)
            except Exception as error:
                log.warning("job failed", task=name, organization=organization, exc_info=error)
                raise
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close()

        retry = RetryStrategy(max_attempts=attempts, exponential_wait=4)
        return Job(app.task(name=name, queue=queue, retry=retry, priority=priority, lock=lock)(run))

    return wrap


class Job:
    """A task that can be deferred in the open transaction."""

    def __init__(self, task: "Task[..., None, ...]") -> None:
        self.task = task

    def defer(
        self,
        organization: OrganizationId,
        *,
        after: datetime | None = None,
        priority: int | None = None,
        **values: JobValue,
    ) -> None:
        """Queue the job; it becomes visible with the transaction's commit, not before `after`."""
        options: ConfigureTaskOptions = {}
        if after is not None:
            options["schedule_at"] = after
        if priority is not None:
            options["priority"] = priority
        self.task.configure(**options).defer(organization=str(organization), **values)
