"""Send a browser to a broker, and keep what its answer must fit (BP-01, BP-08, annex A.3 no. 1 and 2, SEC-43)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.actions.limit_logins import limit_logins
from selvbetjening.domain.identity.actions.note_login import note_login
from selvbetjening.domain.identity.models import LoginAttempt
from selvbetjening.domain.identity.models.digests import attempt_digest
from selvbetjening.domain.identity.ports import Begun, LoginRefused
from selvbetjening.domain.identity.queries.attempts import sealed_as
from selvbetjening.domain.identity.queries.brokers import callback_url, login
from selvbetjening.domain.identity.rules.limits import MITID_STARTS, MITID_STEP_UPS
from selvbetjening.domain.identity.rules.login import AFRESH, Purpose, max_age
from selvbetjening.kernel.ids import new_id
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.kernel.sealed import seal


def begin_login(
    *, broker: str, purpose: Purpose, wanted_path: str, cookie: str, language: str,
    invitation: tuple[UUID, UUID] | None = None, session_digest: bytes | None = None, user: UUID | None = None,
    action_class: str = "", organization: UUID | None = None, kept: bytes | None = None, text: str = "",
    network: str = "", at: datetime,
) -> Begun:  # fmt: skip
    """Keep an attempt of ten minutes that this browser alone can spend, once; `url` of the answer is where it goes.

    `cookie` is the secret of `__Host-oidc`, made for this attempt. `wanted_path` is kept if it is local (SEC-138).
    `invitation` is (organization, invitation). A step-up or signature wants `session_digest` and `user`, who must
    come back as the same person; `kept` is the form that waits, sealed here. `text` is shown in MitID where a broker
    can. `network` counts against its limit. A broker that cannot be used is written down, so it must run outside a
    transaction that an error undoes.

    Raises `LoginRefused` (LOGIN-10, LOGIN-11), KeyError for an unknown broker, ValueError for a step-up of nobody.
    """
    if purpose in AFRESH and (session_digest is None or user is None):
        raise ValueError("a step-up belongs to a session and to the person who is logged in there")
    limit_logins(limit=MITID_STARTS, subject=network, at=at)
    if purpose in AFRESH:
        limit_logins(limit=MITID_STEP_UPS, subject=str(user), at=at)
    begun = _asked(broker=broker, purpose=purpose, language=language, text=text, user=user, at=at)
    attempt = LoginAttempt(
        id=new_id(), broker=broker, issuer=login(broker=broker).issuer, purpose=purpose, created_at=at,
        wanted_path=safe_path(wanted_path, "")[:500], expected_user_id=user, session_digest=session_digest,
        action_class=action_class, organization_id=organization,
        max_age_seconds=int(max_age(purpose=purpose).total_seconds()),
    )  # fmt: skip
    if invitation:
        attempt.invitation_organization, attempt.invitation_id = invitation
    _hide(attempt, begun=begun, cookie=cookie, kept=kept)
    attempt.save(force_insert=True)
    return begun


def _asked(*, broker: str, purpose: Purpose, language: str, text: str, user: UUID | None, at: datetime) -> Begun:
    """The broker's word that it is ready for the browser; that it is not is written down."""
    try:
        return login(broker=broker).begin(
            at=at, redirect_uri=callback_url(broker=broker), max_age=max_age(purpose=purpose), afresh=purpose in AFRESH,
            language=language, text=text,
        )  # fmt: skip
    except LoginRefused as refused:
        outcome = f"{refused.code} {refused.reason}"
        refused.reference = note_login(broker=broker, purpose=purpose, outcome=outcome, user=user, at=at)
        raise


def _hide(attempt: LoginAttempt, *, begun: Begun, cookie: str, kept: bytes | None) -> None:
    """What must not be read from the table: digests of what comes back, seals around what is needed again."""
    attempt.state_digest = attempt_digest(label="state", secret=begun.state)
    attempt.cookie_digest = attempt_digest(label="cookie", secret=cookie)
    attempt.nonce_sealed = seal(begun.nonce, purpose=sealed_as(part="nonce", attempt=attempt.id))
    attempt.verifier_sealed = seal(begun.verifier, purpose=sealed_as(part="verifier", attempt=attempt.id))
    attempt.kept = None if kept is None else seal(kept, purpose=sealed_as(part="kept", attempt=attempt.id))
