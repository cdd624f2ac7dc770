"""Open an account for somebody who signs up (SB-12, LG-11)."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from selvbetjening.domain.accounts.events import AccountOpened
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import BillingDetails, Refused, blocking, code_from
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.ids import OrganizationId

_TRIES = 5


@dataclass(frozen=True)
class OpenedAccount:
    """The new account and its first recipient."""

    account: Account
    recipient: Recipient


def open_account(
    organization: OrganizationId,
    *,
    details: BillingDetails,
    recipient_name: str,
    email: str,
    actor: Actor,
    at: datetime,
    code: str = "",
) -> OpenedAccount:
    """Make the account, its code generated where none is given, and a recipient with all three mail flags (LG-11).

    Records `accounts.opened`. Raises `Refused`: a blocking finding's code, `email` for bad syntax, `required` for
    a recipient without a name, `code_taken`.
    """
    for finding in blocking(details=details):
        raise Refused(finding.code, field=finding.field)
    if not recipient_name.strip():
        raise Refused("required", field="recipient_name")
    try:
        address = normalise_email(email)
    except InvalidEmail:
        raise Refused("email", field="email") from None
    with within(organization):
        account = _account(organization, details=details, code=code, at=at)
        recipient = Recipient.objects.create(
            organization_id=organization, account=account, name=recipient_name.strip(), email=address, created_at=at
        )
        fact = AccountOpened(account=account.id, recipient=recipient.id)
        personal = {"name": recipient.name, "email": recipient.email}
        record(organization, fact=fact, actor=actor, at=at, personal=personal)
    return OpenedAccount(account, recipient)


def sign_up(
    organization: OrganizationId,
    *,
    details: BillingDetails,
    recipient_name: str,
    email: str,
    actor: Actor,
    at: datetime,
) -> OpenedAccount:
    """`open_account` for an address that belongs to no recipient; of any number at once one succeeds (SB-12).

    Twins would lock each other out (LG-03). Raises like `open_account`, and `Refused` with `email_known`.
    """
    with within(organization):
        one_at_a_time(organization, what=f"sign up {email}")  # whoever waited sees the first one's recipient below
        if Recipient.objects.filter(organization_id=organization, email=email, removed_at=None).exists():
            raise Refused("email_known", field="email")
        return open_account(
            organization, details=details, recipient_name=recipient_name, email=email, actor=actor, at=at
        )


def _account(organization: OrganizationId, *, details: BillingDetails, code: str, at: datetime) -> Account:
    for _ in range(1 if code else _TRIES):
        chosen = code or code_from(number=secrets.randbits(64))
        try:
            with transaction.atomic():
                return Account.objects.create(
                    organization_id=organization, code=chosen, created_at=at, **asdict(details)
                )
        except IntegrityError:
            continue
    raise Refused("code_taken", field="code")
