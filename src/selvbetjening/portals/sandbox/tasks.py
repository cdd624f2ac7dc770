"""The job that moves the demo's clock on. Procrastinate looks for it here, in the demo only."""

from django.db import connections
from procrastinate.contrib.django import app

from selvbetjening.portals.sandbox import journey


@app.periodic(cron="* * * * *")
@app.task(name=journey.JOB, queue="schedule", queueing_lock=journey.JOB)
def demo_clock(timestamp: int) -> None:
    """Go on with a journey that is under way: woken by the page, and every minute in case somebody was killed."""
    try:
        journey.go_on()
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
