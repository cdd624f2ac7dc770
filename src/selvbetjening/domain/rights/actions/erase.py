"""Erase a person, or an account with everybody on it: what may go goes at once, the rest when the books let it (GDP-4).

The person is told by mail, to the address that is erased in the same moment, what stays, until when, and why.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Max, Q

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.models import Account, AccountantGrant, DocumentRead, RecipientInvitation
from selvbetjening.domain.accounts.models import Recipient as Person
from selvbetjening.domain.billing.actions.forget_attempts import forget_attempts
from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.history.actions.forget import forget_values
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import CreditNote, Invoice
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import rights as mails
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.payments.actions.forget_cards import forget_cards
from selvbetjening.domain.payments.actions.payment_links import forget_links
from selvbetjening.domain.payments.models import Dispute, RefundTask
from selvbetjening.domain.rights.actions.end_retention import next_look
from selvbetjening.domain.rights.actions.forget_person import forget_guests, forget_person
from selvbetjening.domain.rights.events import PersonErased
from selvbetjening.domain.rights.models import AccountMove, Erasure, MoveRequest
from selvbetjening.domain.rights.rules.erasing import Kept, behind_the_books, first_day, may_be_erased, still_kept
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId

_OPEN: Final = Q(settled_minor__lt=F("total_minor"))
#: What stands where a name was. No word, so that it fits both languages.
NO_NAME: Final = "–"
_ADDRESS: Final = (
    "cvr", "address_line", "address_line_2", "postal_code", "city", "billing_address_line", "billing_address_line_2",
    "billing_postal_code", "billing_city", "ean", "vat_number", "po_number", "reference",
    "invoice_note", "erp_id", "register_status",
)  # fmt: skip


class ErasureRefused(Exception):
    """Nobody was erased; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def erase_recipient(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> Erasure:
    """Forget one person on an account: name, address, logins, mails, their names in the log; the last one's cards.

    What the person declared is evidence and waits for its day (GDP-4). Records `PersonErased`. Raises
    `ErasureRefused`: `unknown`, or `only_recipient` while a subscription runs, since nobody would be left to tell
    about it.
    """
    with within(organization):
        found = Person.objects.select_for_update().filter(organization_id=organization, id=recipient).first()
        if found is None:
            raise ErasureRefused("unknown")
        others = [each for each in accounts.recipients_of(organization, account=found.account_id) if each != found]
        if not others and _running(organization, found.account_id):
            raise ErasureRefused("only_recipient")
        acts = _acts_of(organization, found)
        until = max((act.retain_until for act in acts), default=None)
        made = Erasure.objects.create(
            organization_id=organization, account_id=found.account_id, recipient_id=recipient, erased_at=at,
            kept=[_as_json(Kept("legal_acts", len(acts), until)) | {"ids": [str(act.id) for act in acts]}]
            if until else [],
            next_on=first_day(days=[act.retain_until for act in acts]), completed_at=None if acts else at,
        )  # fmt: skip
        _tell(organization, made, [found], at)
        forget_person(organization, person=found, at=at)
        if not others:
            forget_attempts(organization, account=found.account_id, at=at)
            forget_cards(organization, account=found.account_id, actor=actor, at=at)
        fact = PersonErased(account=found.account_id, erasure=made.id, recipient=recipient)
        record(organization, fact=fact, actor=actor, at=at)
        return made


def erase_account(
    organization: OrganizationId, *, account: UUID, actor: Actor, at: datetime, tell: bool = True
) -> Erasure:
    """Forget an account's people, name and addresses at once; documents that the books need wait for their day.

    `tell` says whether the people are told by mail. Records `PersonErased`. Raises `ErasureRefused` while a
    subscription runs, an invoice, a dispute or a refund is open, and for an account that was erased before.
    """
    with within(organization):
        forget_attempts(organization, account=account, at=at)  # before the account's lock
        holder = Account.objects.select_for_update().filter(organization_id=organization, id=account).first()
        if holder is None or Erasure.objects.filter(organization_id=organization, account=holder, recipient_id=None):
            raise ErasureRefused("unknown" if holder is None else "erased_already")
        mine = {"organization_id": organization, "account_id": account}
        refusal = may_be_erased(
            running_subscriptions=_running(organization, account),
            open_invoices=Invoice.objects.filter(_OPEN, **mine).count(),
            open_disputes=Dispute.objects.filter(**mine, state__in=["open", "answered"]).count(),
            open_refunds=RefundTask.objects.filter(**mine, state="open").count(),
        )
        if refusal:
            raise ErasureRefused(refusal.reason)
        kept = still_kept(kept=kept_for_the_books(organization, account=account), today=copenhagen_day(at))
        look_on = next_look(organization, account=account, since=None)
        made = Erasure.objects.create(
            organization_id=organization, account_id=account, erased_at=at,
            kept=[_as_json(each) for each in kept],
            next_on=look_on, completed_at=None if look_on else at,
        )  # fmt: skip
        people = list(Person.objects.filter(**mine))
        if tell:
            _tell(organization, made, people, at)
        for person in people:
            forget_person(organization, person=person, at=at)
        forget_cards(organization, account=account, actor=actor, at=at)
        forget_links(organization, account=account)
        _forget_account(organization, holder)
        record(organization, fact=PersonErased(account=account, erasure=made.id, recipient=None), actor=actor, at=at)
        return made


def kept_for_the_books(organization: OrganizationId, *, account: UUID) -> tuple[Kept, ...]:
    """What of an account must stay and until when (BOK-1); nothing of it has an end that nobody set."""
    kept = []
    for what, model in (
        ("invoices", Invoice), ("credit_notes", CreditNote), ("legal_acts", LegalAct), ("contracts", Contract)
    ):  # fmt: skip
        mine = model._default_manager.filter(organization_id=organization, account_id=account)
        until: date | None = mine.aggregate(until=Max("retain_until"))["until"]
        if until:
            kept.append(Kept(what, mine.count(), until))
    return behind_the_books(kept=kept)


def _acts_of(organization: OrganizationId, person: Person) -> list[LegalAct]:
    """What this person declared, or has the receipt of."""
    named = Q(actor_kind="recipient", actor_id=str(person.id)) | Q(receipt_address=person.email)
    mine = LegalAct.objects.filter(named, organization_id=organization, account_id=person.account_id)
    return list(mine.defer("receipt").order_by("recorded_at"))


def _as_json(kept: Kept) -> dict[str, Any]:
    return {"what": kept.what, "count": kept.count, "until": kept.until.isoformat()}


def _running(organization: OrganizationId, account: UUID) -> int:
    mine = Subscription.objects.filter(organization_id=organization, account_id=account)
    return mine.exclude(state="ended").count()


def _forget_account(organization: OrganizationId, holder: Account) -> None:
    mine = {"organization_id": holder.organization_id, "account_id": holder.id}
    DocumentRead.objects.filter(organization_id=organization, grant__account_id=holder.id).delete()
    AccountantGrant.objects.filter(**mine).delete()
    RecipientInvitation.objects.filter(**mine).delete()
    MoveRequest.objects.filter(**mine).delete()
    AccountMove.objects.filter(**mine).delete()
    forget_guests(organization, account=holder.id)
    forget_values(organization, account=holder.id)
    Subscription.objects.filter(**mine).exclude(noted={}).update(noted={})  # such as the person to name on invoices
    holder.name = NO_NAME
    for field in _ADDRESS:
        setattr(holder, field, "")
    holder.save(update_fields=["name", *_ADDRESS])


def _tell(organization: OrganizationId, made: Erasure, people: list[Person], at: datetime) -> None:
    company = sender(organization)
    for person in people:
        if "@" not in person.email or person.email.endswith(".invalid"):
            continue
        language = language_of(person.account.language)
        kept = [Kept(each["what"], each["count"], date.fromisoformat(each["until"])) for each in made.kept]
        letter = mails.person_erased(
            sender=company,
            language=language,
            erased_at=at,
            kept=[(each.what, each.count, each.until) for each in kept],
            whole_account=made.recipient_id is None,
        )
        # Not under the person's own key: those mails go in the same moment.
        write(
            organization, key=f"erased:{made.id}:{person.id.hex}", letter=letter,
            to=person.email, language=language, reply_to=company.reply_to, at=at,
        )  # fmt: skip
