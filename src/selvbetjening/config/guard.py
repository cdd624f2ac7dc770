"""The start-up guard: nothing starts where the walls would not hold (SEC-06), or with logins that cannot work."""

from selvbetjening.config.doctor import database, logins
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


def check_logins() -> None:
    """Raise `PlainError` for a login broker that is configured wrongly: at start-up, not at somebody's login (A.3)."""
    if wrong := list(logins.unusable()):
        raise PlainError("Not started:\n" + "\n".join(f"  {finding.what}. {finding.to_do}" for finding in wrong))
