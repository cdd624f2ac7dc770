"""The start-up guard: web and workers do not start where the walls would not hold (SEC-06)."""

from selvbetjening.config.doctor import database
from selvbetjening.config.plain_error import PlainError


def check_database() -> None:
    """Raise `PlainError` with every reason for which this database must not be served.

    It holds in the demo, too: there the start command makes the roles as superuser, but web and workers connect as the
    runtime role.
    """
    wrong = [finding for finding in database.connections() if not finding.fine]
    wrong = wrong or [finding for finding in (*database.roles(), *database.protection()) if not finding.fine]
    if wrong:
        reasons = "\n".join(f"  {finding.what}. {finding.to_do}" for finding in wrong)
        raise PlainError(f"Not started, because organizations would not be kept apart:\n{reasons}")
