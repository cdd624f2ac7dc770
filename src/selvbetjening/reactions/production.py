"""Production of My File Transfer is opened or closed: every Access Manager hears it (BP-50)."""

from selvbetjening.domain.access import events
from selvbetjening.domain.access.queries.notice_production_words import PRODUCTION
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.reactions.access_post import all_managers, told


def tell_of_production(event: Recorded) -> None:
    """Whoever did it, too, since a stolen login would be silent otherwise."""
    notice = NewNotice("managers", f"production:{event.name}", "my-file-transfer/produktion/")
    for manager in all_managers(event.organization):
        told(
            event, manager, notice, mails.production_told, key=f"{event.id}:p:{manager.id}",
            what=PRODUCTION[event.name], changed_at=event.at,
        )  # fmt: skip


SUBSCRIPTIONS = tuple((fact, tell_of_production) for fact in (events.ProductionOpened, events.ProductionClosed))
