"""Which jobs exist: procrastinate finds the apps' `tasks` by itself, the schedule is told here."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Called by procrastinate's Django app once its own app object stands."""
    from selvbetjening import schedule

    schedule.register(app)
