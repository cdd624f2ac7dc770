"""Take a browser back from a broker: the one act that says who somebody is (BP-01, BP-08, annex A.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from selvbetjening.domain.identity.actions.confirm import confirm
from selvbetjening.domain.identity.actions.limit_logins import limit_logins
from selvbetjening.domain.identity.actions.note_login import OK, note_login
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt, User
from selvbetjening.domain.identity.models.digests import attempt_digest
from selvbetjening.domain.identity.ports import Expected, LoginRefused, Person
from selvbetjening.domain.identity.queries.attempts import as_rule, sealed_as
from selvbetjening.domain.identity.queries.brokers import callback_url, login
from selvbetjening.domain.identity.rules.limits import MITID_FAILURES
from selvbetjening.domain.identity.rules.login import AFRESH, OPEN, Attempt, not_before
from selvbetjening.kernel import tokens
from selvbetjening.kernel.sealed import SealBroken, unseal


@dataclass(frozen=True, slots=True)
class Finished:
    """A login that counts. `user` is the person's row; a mere check of the connection makes none (`purpose` check)."""

    attempt: Attempt
    user: User | None
    person: Person = field(repr=False)
    reference: str


def finish_login(*, broker: str, answer: Mapping[str, str], cookie: str, network: str = "", at: datetime) -> Finished:
    """Spend the attempt that `answer` belongs to, ask the broker, and say who it is.

    Every outcome is written down, without names; so it must run outside a transaction that an error undoes. A step-up
    that came back right is confirmed for the session it was asked in. Raises `LoginRefused` with the reference number
    of the row, the path that was wanted, and what the login was for. Answers to nothing count against `network`: too
    many of them (LOGIN-11) fill no log.
    """
    attempt = _spend(broker=broker, state=answer.get("state", ""), cookie=cookie, at=at)
    if isinstance(attempt, str):
        limit_logins(limit=MITID_FAILURES, subject=network, at=at)
    try:
        if isinstance(attempt, str):
            raise LoginRefused("LOGIN-04", attempt)
        person = _asked(attempt, answer, at)
        _same_person(attempt, person)
        return _kept(attempt, person, at)
    except LoginRefused as refused:
        known = None if isinstance(attempt, str) else attempt
        refused.reference = note_login(
            broker=broker,
            purpose=known.purpose if known else "",
            outcome=f"{refused.code} {refused.reason}",
            user=known.expected_user_id if known else None,
            broker_transaction=refused.broker_transaction,
            at=at,
        )
        if known:
            refused.wanted_path, refused.purpose = known.wanted_path, known.purpose
            refused.organization, refused.action_class = known.organization_id, known.action_class
        raise


def _spend(*, broker: str, state: str, cookie: str, at: datetime) -> LoginAttempt | str:
    """The attempt, spent now and by nobody else; or why there is none to spend (annex A.3 no. 2 and 3)."""
    digest = attempt_digest(label="state", secret=state)
    row = LoginAttempt.objects.filter(state_digest=digest).first() if state else None
    if row is None:
        return "unknown_state"
    if not cookie or not tokens.equal(bytes(row.cookie_digest), attempt_digest(label="cookie", secret=cookie)):
        return "other_browser"
    if row.broker != broker:
        return "other_broker"
    if at >= row.created_at + OPEN:
        return "too_late"
    won = LoginAttempt.objects.filter(id=row.id, spent_at__isnull=True).update(spent_at=at)
    return row if won else "spent_state"


def _asked(attempt: LoginAttempt, answer: Mapping[str, str], at: datetime) -> Person:
    """What the broker says, checked by its adapter, with what was kept of the request."""
    adapter = login(broker=attempt.broker)
    if adapter.issuer != attempt.issuer:  # the configuration changed while the browser was away (SEC-50)
        raise LoginRefused("LOGIN-04", "other_issuer")
    try:
        nonce = unseal(bytes(attempt.nonce_sealed), purpose=sealed_as(part="nonce", attempt=attempt.id)).decode()
        verifier = unseal(
            bytes(attempt.verifier_sealed), purpose=sealed_as(part="verifier", attempt=attempt.id)
        ).decode()
    except SealBroken:
        raise LoginRefused("LOGIN-04", "seal_broken") from None
    expected = Expected(
        state=answer.get("state", ""),
        nonce=nonce,
        verifier=verifier,
        redirect_uri=callback_url(broker=attempt.broker),
        max_age=timedelta(seconds=attempt.max_age_seconds),
        not_before=not_before(purpose=attempt.purpose, asked_at=attempt.created_at),
        subject=attempt.expected_user.subject if attempt.expected_user else None,
    )
    return adapter.finish(answer=answer, expected=expected, at=at)


def _same_person(attempt: LoginAttempt, person: Person) -> None:
    """A step-up is the same person's, for the same company, in a session that still lives (annex A.4)."""
    if attempt.purpose not in AFRESH:
        return
    user = attempt.expected_user
    if user is None or (user.issuer, user.subject) != (person.issuer, person.subject):
        raise LoginRefused("ACC-03", "other_person", broker_transaction=person.broker_transaction)
    session = BusinessSession.objects.filter(key_digest=bytes(attempt.session_digest or b""), user=user).first()
    if session is None:
        raise LoginRefused("ACC-03", "session_ended", broker_transaction=person.broker_transaction)
    if session.cvr != person.cvr:
        raise LoginRefused("ACC-03", "other_company", broker_transaction=person.broker_transaction)


def _kept(attempt: LoginAttempt, person: Person, at: datetime) -> Finished:
    with transaction.atomic():
        user = None if attempt.purpose == LoginAttempt.Purpose.CHECK else _user_of(person, at)
        if attempt.purpose == LoginAttempt.Purpose.STEP_UP and attempt.session_digest is not None:
            confirm(
                session_digest=bytes(attempt.session_digest),
                action_class=attempt.action_class,
                organization=attempt.organization_id,
                at=at,
            )
        reference = note_login(
            broker=attempt.broker,
            purpose=attempt.purpose,
            outcome=OK,
            user=user.id if user else None,
            person=person,
            at=at,
        )
    return Finished(as_rule(row=attempt), user, person, reference)


def _user_of(person: Person, at: datetime) -> User:
    """The person's row, by issuer and subject and nothing else (SEC-38); names are as the last login told them."""
    seen = {
        "given_name": person.given_name[:120],
        "surname": person.surname[:120],
        "last_login_at": at,
    }
    user, _ = User.objects.update_or_create(
        issuer=person.issuer, subject=person.subject, defaults=seen, create_defaults={**seen, "created_at": at}
    )
    if user.closed_at is not None:
        raise LoginRefused("LOGIN-12", "identity_closed", broker_transaction=person.broker_transaction)
    return user
