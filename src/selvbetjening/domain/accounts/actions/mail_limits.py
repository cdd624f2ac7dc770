"""How many mails a customer may have sent to others: no portal is a way to bury a stranger in mail (SEC-62, LG-15)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.rules.limits import MAILS_BY_ACCOUNT, MAILS_TO_ADDRESS, MAILS_TO_ONE_PERSON
from selvbetjening.kernel.ids import OrganizationId


def count_mail(organization: OrganizationId, *, account: UUID, email: str, at: datetime) -> None:
    """Count a mail that the account asks for to this address. Raises `Refused("too_often")` for one too many.

    Called before the caller's own transaction, so that what is refused counts, too.
    """
    subjects = (
        (MAILS_BY_ACCOUNT, str(account)),
        (MAILS_TO_ADDRESS, f"{account} {email}"),
        (MAILS_TO_ONE_PERSON, email),
    )
    # All are counted, whichever is full first.
    full = [count_up(organization, limit=limit, subject=subject, at=at) for limit, subject in subjects]
    if any(full):
        raise Refused("too_often", field="email")
