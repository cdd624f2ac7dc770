"""Keep a card that a gateway has saved for one of our accounts (SB-32 a)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.tell_off import tell_off_job
from selvbetjening.domain.payments.events import CardSaved, DefaultCardChosen
from selvbetjening.domain.payments.models import GatewayAccount, PaymentCard
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.domain.payments.queries.cards import LEFT_BEHIND, active_cards, as_rule
from selvbetjening.domain.payments.rules.cards import becomes_default
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id


def keep_card(
    organization: OrganizationId,
    *,
    account: UUID,
    gateway_account: GatewayAccount,
    instrument: Instrument,
    currency: str = "",
    consent: str = "",
    consent_version: str = "",
    while_paying: bool = False,
    attempt: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> PaymentCard:
    """The card's row: made, or brought up to date where the account has this card already.

    The same card (`fingerprint`) saved again takes the new number at the gateway, and is one card. It becomes the
    default where no other that can pay is good (CD-05). `currency` is empty where it pays any. Records `CardSaved`
    for a new one, and `DefaultCardChosen`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        kept = _kept(organization, account, gateway_account, instrument, currency)
        if kept is not None:
            return _renewed(kept, instrument, at)
        others = active_cards(organization, account=account)
        card = _new(organization, account, gateway_account, instrument, (currency, consent, consent_version), at)
        new, rest = as_rule(card=card), [as_rule(card=other) for other in others]
        if becomes_default(new=new, others=rest, currencies=[currency or "DKK"], today=copenhagen_day(at)):
            card.default_at = at
        card.save(force_insert=True)
        saved = CardSaved(
            account=account, card=card.id, gateway=card.gateway, while_paying=while_paying, attempt=attempt
        )
        record(organization, fact=saved, actor=actor, at=at)
        if card.default_at and others:
            record(organization, fact=DefaultCardChosen(account=account, card=card.id), actor=actor, at=at)
    return card


def _new(
    organization: OrganizationId,
    account: UUID,
    gateway_account: GatewayAccount,
    instrument: Instrument,
    agreed: tuple[str, str, str],
    at: datetime,
) -> PaymentCard:
    """The card's row, not written yet; `agreed` are its currency, the words agreed to, and their version."""
    currency, consent, consent_version = agreed
    return PaymentCard(
        id=new_id(),
        organization_id=organization,
        account_id=account,
        gateway_account=gateway_account,
        gateway=gateway_account.gateway,
        external_id=instrument.external_id,
        currency=currency,
        consent=consent,
        consent_version=consent_version,
        saved_at=at,
        **_told(instrument),
    )


def _kept(
    organization: OrganizationId, account: UUID, gateway_account: GatewayAccount, instrument: Instrument, currency: str
) -> PaymentCard | None:
    mine = PaymentCard.objects.filter(organization_id=organization, gateway=gateway_account.gateway)
    if found := mine.filter(external_id=instrument.external_id).first():
        return found
    if not instrument.fingerprint:
        return None
    same = mine.filter(account_id=account, state="active", fingerprint=instrument.fingerprint, currency=currency)
    return same.first()


def _renewed(card: PaymentCard, instrument: Instrument, at: datetime) -> PaymentCard:
    """What the gateway says of the card now. A disabled one stays disabled: nobody asked for it again.

    The number that it had at the gateway before must not be charged by anybody any more: it is told off.
    """
    told, before = _told(instrument), card.external_id
    if card.state == "active":
        told["external_id"] = instrument.external_id
    if (card.exp_month, card.exp_year) != (told["exp_month"], told["exp_year"]):
        told["warned"] = []
    for name, value in told.items():
        setattr(card, name, value)
    card.save(update_fields=list(told))
    if card.external_id != before:
        _leave_behind(card, before, at)
    return card


def _leave_behind(card: PaymentCard, external_id: str, at: datetime) -> None:
    left = PaymentCard.objects.create(
        id=new_id(),
        organization_id=card.organization_id,
        account_id=card.account_id,
        gateway_account_id=card.gateway_account_id,
        gateway=card.gateway,
        external_id=external_id,
        method=LEFT_BEHIND,
        currency=card.currency,
        state="disabled",
        saved_at=card.saved_at,
        disabled_at=at,
        tell_next_at=at,
    )
    tell_off_job.defer(OrganizationId(card.organization_id), card=str(left.id))


def _told(instrument: Instrument) -> dict[str, object]:
    return {
        "customer_ref": instrument.customer_ref[:120],
        "method": instrument.method[:20],
        "brand": instrument.brand[:30],
        "last4": instrument.last4[-4:],
        "exp_month": instrument.exp_month,
        "exp_year": instrument.exp_year,
        "fingerprint": instrument.fingerprint[:120],
        "country": instrument.country[:3],
    }
