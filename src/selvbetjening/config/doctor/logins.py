"""The login brokers: whether their keys and names can be used, and whether they answer and know us."""

from collections.abc import Iterator
from datetime import timedelta

from selvbetjening.config.doctor import Finding
from selvbetjening.config.start import start_django


def unusable() -> Iterator[Finding]:
    """The brokers that nobody could log in through as they are configured; the network is not asked."""
    start_django()
    from selvbetjening.domain.identity.queries import brokers

    for name in brokers.names():
        try:
            brokers.login(broker=name)
        except (ValueError, KeyError, TypeError, ImportError) as error:
            start = f"LOGIN_{name.upper().replace('-', '_')}_…"
            yield Finding(f"The login broker {name} cannot be used: {error}", f"Correct {start} (docs/operations.md).")


def login_brokers() -> Iterator[Finding]:
    """Each broker, asked for its metadata; where it takes pushed requests, our key is tried as well."""
    start_django()
    from selvbetjening.domain.identity.ports import LoginRefused
    from selvbetjening.domain.identity.queries import brokers
    from selvbetjening.kernel import clock

    wrong = list(unusable())
    yield from wrong
    if not brokers.names():
        yield Finding("No login broker is configured: nobody can log in to the business portal (LOGIN_BROKERS)")
    for name in () if wrong else brokers.names():
        try:
            brokers.login(broker=name).begin(
                redirect_uri=brokers.callback_url(broker=name), max_age=timedelta(hours=8), afresh=False, language="da",
                at=clock.now(),
            )  # fmt: skip
        except LoginRefused as refused:
            to_do = "Look at the network, and whether client id, key and addresses are as the broker knows them."
            yield Finding(f"The login broker {name} does not work ({refused.reason})", to_do)
        else:
            yield Finding(f"The login broker {name} answers")
