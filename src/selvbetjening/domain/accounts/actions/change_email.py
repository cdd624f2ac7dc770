"""Change a recipient's own login address, with proof of both mailboxes (XB-38, SEC-03)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.accounts.actions.customer_tokens import revoke_tokens_of
from selvbetjening.domain.accounts.actions.mail_limits import count_mail
from selvbetjening.domain.accounts.events import EmailChangeAsked, EmailChanged
from selvbetjening.domain.accounts.models import EmailChange, Recipient
from selvbetjening.domain.accounts.queries.people import chooses, open_email_change
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import CODE_TRIES, EMAIL_CHANGE, checked_email
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.end_access import end_access
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What two codes came to: `done`, `wrong_code`, `gone` (expired, too many tries, the address is taken)."""

    result: str


def ask(
    organization: OrganizationId, *, recipient: UUID, email: str, language: str, actor: Actor, at: datetime
) -> EmailChange:
    """Ask both mailboxes: each gets a mail with a code of its own. An earlier wish of the recipient is void.

    Whether the new address stands on another account is not told here (SEC-67): the mailbox learns it. Records
    `accounts.email_change_asked`. Raises `Refused`: `email`, `same`, `too_often`.
    """
    address = checked_email(email=email)
    with within(organization):
        account = Recipient.objects.get(organization_id=organization, id=recipient, removed_at=None).account_id
    count_mail(organization, account=account, email=address, at=at)
    with within(organization):
        found = Recipient.objects.select_for_update().get(organization_id=organization, id=recipient, removed_at=None)
        if address == found.email:
            raise Refused("same", field="email")
        EmailChange.objects.filter(
            organization_id=organization, recipient=found, done_at=None, voided_at=None
        ).update(voided_at=at)  # fmt: skip
        made = EmailChange.objects.create(
            organization_id=organization, recipient=found, old_email=found.email, new_email=address,
            old_code_digest=_fresh(organization), new_code_digest=_fresh(organization), language=language, asked_at=at,
            expires_at=at + EMAIL_CHANGE,
        )  # fmt: skip
        fact = EmailChangeAsked(account=found.account_id, recipient=recipient, email_change=made.id)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def issue_code(organization: OrganizationId, *, email_change: UUID, side: str, at: datetime) -> dict[str, str] | None:
    """A fresh code for the mail to the `old` or the `new` address; None when the wish is over (SEC-55)."""
    code = tokens.new_code()
    with within(organization):
        waiting = EmailChange.objects.filter(
            organization_id=organization, id=email_change, done_at=None, voided_at=None, expires_at__gt=at
        )
        digest = _digest(organization, email_change, side, code)
        issued = waiting.update(**{f"{side}_code_digest": digest})
    return {"code": code} if issued else None


def confirm(
    organization: OrganizationId, *, recipient: UUID, old_code: str, new_code: str, actor: Actor, at: datetime
) -> Confirmed:
    """Change the address when both codes are right; five tries for one wish. Links and sessions of the old one die.

    Records `accounts.email_changed`, which mails both. `gone` when the new address stands on another recipient and
    nobody may choose (SB-19): both would be locked out.
    """
    with within(organization):
        wish = open_email_change(organization, recipient=recipient, at=at, lock=True)
        found = Recipient.objects.select_for_update().get(organization_id=organization, id=recipient)
        if wish is None or wish.old_email != found.email:
            return Confirmed("gone")
        right = [
            tokens.equal(bytes(wish.old_code_digest), _digest(organization, wish.id, "old", old_code)),
            tokens.equal(bytes(wish.new_code_digest), _digest(organization, wish.id, "new", new_code)),
        ]
        if not all(right):
            EmailChange.objects.filter(id=wish.id, organization_id=organization).update(tries=F("tries") + 1)
            return Confirmed("wrong_code" if wish.tries + 1 < CODE_TRIES else "gone")
        same = Recipient.objects.filter(organization_id=organization, email=wish.new_email, removed_at=None)
        if same.filter(account_id=found.account_id).exists() or (same.exists() and not chooses(organization)):
            EmailChange.objects.filter(id=wish.id, organization_id=organization).update(voided_at=at)
            return Confirmed("gone")
        found.email, wish.done_at = wish.new_email, at
        found.save(update_fields=["email"])
        wish.save(update_fields=["done_at"])
        end_access(organization, recipient=recipient, at=at)
        revoke_tokens_of(organization, recipient=recipient, at=at)
        fact = EmailChanged(account=found.account_id, recipient=recipient, email_change=wish.id)
        told = {"name": found.name, "email": f"{wish.old_email} → {wish.new_email}"}
        record(organization, fact=fact, actor=actor, at=at, personal=told)
    return Confirmed("done")


def _fresh(organization: OrganizationId) -> bytes:
    """A digest of nothing anybody knows, until the mail is posted."""
    return keyed(organization, label="email_change", secret=tokens.new_token())


def _digest(organization: OrganizationId, email_change: UUID, side: str, code: str) -> bytes:
    digits = "".join(character for character in code if character.isdigit())
    return keyed(organization, label="email_change", secret=f"{email_change}:{side}:{digits}")
