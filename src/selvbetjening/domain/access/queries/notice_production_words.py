"""What notices and mails say of production of My File Transfer and of the server's keys (BP-50)."""

from typing import Final

from selvbetjening.domain.access.events import ProductionClosed, ProductionOpened
from selvbetjening.domain.identity.events import HostKeyWarned
from selvbetjening.kernel.wording import gettext_noop

HOST_KEY: Final = gettext_noop(
    "Your program has only met the key that our SFTP server stops using. After the change it will refuse to connect."
)
PRODUCTION: Final[dict[str, str]] = {
    ProductionOpened.name: gettext_noop(
        "Production of My File Transfer was opened: real files are taken from now on, and collected."
    ),
    ProductionClosed.name: gettext_noop("Production of My File Transfer was closed: only tests are taken from now on."),
    HostKeyWarned.name: HOST_KEY,
}
