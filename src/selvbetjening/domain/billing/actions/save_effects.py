"""What saving a card while paying does: exactly three things, once, in the transaction of the fact (SB-32, PY-10)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.stop_collection import stop_collection
from selvbetjening.domain.subscriptions.actions.set_method import set_method
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

CARD = "payment_card"


def save_effects(
    organization: OrganizationId, *, account: UUID, scope: Sequence[UUID] = (), actor: Actor, at: datetime
) -> list[UUID]:
    """The card itself is kept already (a). The account's default becomes card (b), and its subscriptions switch (c).

    `scope` are the subscriptions that the payer chose, where the company lets her choose (PY-12): then only those
    switch, and the account's default stays as it is. Returns the subscriptions that changed. Twice is once.
    """
    with within(organization):
        company = Organization.objects.get(id=organization)
        chosen = list(scope) if scope and company.choice("save_card_scope_choice") else None
        if chosen is None:
            set_collection_method(organization, account=account, method=CARD, actor=actor, at=at)
        return set_method(organization, account=account, method=CARD, only=chosen, actor=actor, at=at)


def stop_paying_by_card(organization: OrganizationId, *, account: UUID, actor: Actor, at: datetime) -> list[UUID]:
    """The one place where it is undone: the account and its subscriptions are asked by invoice again.

    The cards stay saved. What was waiting for a charge is paid by hand; a charge that runs runs to its end. Returns the
    subscriptions that changed.
    """
    with within(organization):
        stop_collection(organization, account=account, invoices=None, reason="method")
        set_collection_method(organization, account=account, method="invoice", actor=actor, at=at)
        return set_method(organization, account=account, method="", actor=actor, at=at)
