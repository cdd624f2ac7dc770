"""A broker says that somebody has logged out there: her sessions here end, too (BP-07, SEC-36)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from selvbetjening.domain.identity.models import BusinessSession, LogoutToken
from selvbetjening.domain.identity.models.digests import broker_session_digest
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries.brokers import login


def back_channel_logout(*, broker: str, token: str, at: datetime) -> int:
    """End the sessions that the token names: of the broker's session, else of its subject; return how many there were.

    A token is obeyed once; the broker's number of it is kept for a day. Raises `LoginRefused` for a token that is
    not a broker's, is old or was there before, and KeyError for an unknown broker.
    """
    told = login(broker=broker).read_logout(token=token, at=at)
    theirs = BusinessSession.objects.filter(broker=broker, user__issuer=told.issuer)
    if told.subject:
        theirs = theirs.filter(user__subject=told.subject)
    if told.broker_session:
        digest = broker_session_digest(issuer=told.issuer, broker_session=told.broker_session)
        theirs = theirs.filter(broker_session_digest=digest)
    try:
        with transaction.atomic():
            LogoutToken.objects.create(issuer=told.issuer, jti=told.jti, at=at)
            return theirs.delete()[0]
    except IntegrityError:
        raise LoginRefused("LOGIN-04", "logout_again") from None
