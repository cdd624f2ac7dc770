"""Send a payer to a gateway's page. The network is called outside every transaction (G2)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused
from selvbetjening.domain.payments.actions.move_attempt import move_attempt
from selvbetjening.domain.payments.models import Attempt, GatewayPayer
from selvbetjening.domain.payments.ports import (
    GatewayRefused,
    NotReached,
    Payer,
    PayOrder,
    Redirect,
    Returns,
    SaveOrder,
)
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def redirect_payer(
    organization: OrganizationId,
    *,
    attempt: UUID,
    email: str,
    language: Literal["da", "en"],
    text: str,
    returns: Returns,
    at: datetime,
) -> Redirect:
    """The address of the gateway's page for an attempt that was made and committed; asked for twice, the same page.

    An order that got no answer is sent again under the same reference, which is the same order (G6). `email` may be
    empty; `text` is what the page says that the payment, or the card, is for. Raises `AttemptRefused` (`over`),
    `NotReached` (the attempt is `unknown` and is read again) and `GatewayRefused` (it has failed).
    """
    with within(organization):
        found = _found(organization, attempt)
        if found.kind == "save" and found.forgotten_at:
            raise AttemptRefused("over")
        if found.state == "open" and found.url:
            return Redirect(url=found.url, external_ref=found.external_ref, expires_at=found.redirect_expires_at)
        if found.state not in ("made", "unknown") or found.kind == "charge":
            raise AttemptRefused("over")
        payer = _payer(organization, found, email, language)
    try:
        redirect = _asked(found, payer, text, returns)
    except NotReached:
        move_attempt(organization, attempt=attempt, verb="lose", at=at)
        raise
    except GatewayRefused as refused:
        move_attempt(organization, attempt=attempt, verb="fail", at=at, failure=refused.failure)
        raise
    _note(organization, found, payer, redirect, at)
    return redirect


def _note(organization: OrganizationId, attempt: Attempt, payer: Payer, redirect: Redirect, at: datetime) -> None:
    """Keep the page's address, and the gateway's own number of the payer."""
    with within(organization):
        move_attempt(
            organization,
            attempt=attempt.id,
            verb="send",
            at=at,
            external_ref=redirect.external_ref,
            url=redirect.url,
            redirect_expires_at=redirect.expires_at,
        )
        if redirect.customer_ref and not payer.customer_ref:
            GatewayPayer.objects.bulk_create(
                [
                    GatewayPayer(
                        organization_id=organization,
                        gateway_account_id=attempt.gateway_account_id,
                        account_id=attempt.account_id,
                        external_id=redirect.customer_ref,
                    )
                ],
                ignore_conflicts=True,
            )


def _found(organization: OrganizationId, attempt: UUID) -> Attempt:
    return Attempt.objects.select_related("gateway_account").get(organization_id=organization, id=attempt)


def _payer(organization: OrganizationId, attempt: Attempt, email: str, language: Literal["da", "en"]) -> Payer:
    holder = Account.objects.get(organization_id=organization, id=attempt.account_id)
    known = GatewayPayer.objects.filter(
        organization_id=organization, gateway_account_id=attempt.gateway_account_id, account_id=attempt.account_id
    ).first()
    return Payer(
        account=str(holder.id),
        name=holder.name,
        email=email,
        language=language,
        customer_ref=known.external_id if known else "",
    )


def _asked(attempt: Attempt, payer: Payer, text: str, returns: Returns) -> Redirect:
    gateway = adapter(account=attempt.gateway_account)
    if attempt.kind == "save":
        return gateway.start_save(
            SaveOrder(reference=attempt.reference, payer=payer, currency=attempt.currency, returns=returns, text=text)
        )
    order = PayOrder(
        reference=attempt.reference,
        payer=payer,
        amount=attempt.amount,
        text=text,
        save=attempt.save_card,
        returns=returns,
    )
    return gateway.start_payment(order)
