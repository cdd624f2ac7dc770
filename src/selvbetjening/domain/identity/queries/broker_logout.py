"""The way to log out at the broker, too (BP-07, annex A.4)."""

from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.domain.identity.queries.brokers import login, names
from selvbetjening.domain.identity.rules.login import ID_TOKEN
from selvbetjening.kernel.sealed import SealBroken, unseal


def broker_logout_url(*, digest: bytes, back_to: str) -> str | None:
    """Where the person of this session may end the broker's session; asked before ours is ended.

    None where the broker offers none or does not answer: logging out here never waits for it. It must run outside a
    transaction, for the broker may be asked for its addresses.
    """
    row = BusinessSession.objects.filter(key_digest=digest).first()
    if row is None or row.broker not in names() or row.id_token_sealed is None:
        return None
    try:
        token = unseal(bytes(row.id_token_sealed), purpose=ID_TOKEN).decode()
    except SealBroken:
        return None
    return login(broker=row.broker).logout_url(id_token=token, back_to=back_to)
