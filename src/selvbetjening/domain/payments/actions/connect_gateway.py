"""Connect the company with its account at a gateway, change the keys, or take it out of use (SB-26, G8)."""

import secrets
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import GatewayConnected, GatewayDisconnected
from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.ports import Credentials, GatewayRefused, Mode, NotReached
from selvbetjening.domain.payments.queries.gateways import adapter, build, keys_of, sealing_purpose
from selvbetjening.domain.payments.rules.credentials import Keys, WrongKeys, checked, with_new_secret
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel import sealed
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

_FIRST_BELOW: Final = 36**8


def connect_gateway(
    organization: OrganizationId,
    *,
    gateway: str,
    api_key: str,
    notice_secret: str,
    mode: Mode,
    label: str = "",
    actor: Actor,
    at: datetime,
) -> GatewayAccount:
    """Keep the keys, sealed. An active account of the same gateway and mode gets the new keys; else it is a new one.

    Cards and payments stay with the account that they were made at: another mode is another account, and the earlier
    one is no longer active. Records `GatewayConnected`. Raises `WrongKeys` at a field; `Refused` never.
    """
    keys = checked(gateway=gateway, api_key=api_key, notice_secret=notice_secret, mode=mode)
    with within(organization):
        one_at_a_time(organization, what=f"gateway:{gateway}")
        mine = GatewayAccount.objects.filter(organization_id=organization, gateway=gateway, is_active=True)
        found = mine.first()
        if found is not None and found.mode != mode:
            mine.update(is_active=False)
            found = None
        if found is None:
            # It may be the same account at the gateway again: what was a reference there is none any more.
            serial = _last_serial(organization, gateway)
            found = GatewayAccount(
                id=new_id(), organization_id=organization, gateway=gateway, mode=mode, serial=serial, created_at=at
            )
        else:
            keys = with_new_secret(old=keys_of(account=found), new=keys)
        found.label, found.key_hint, found.problem, found.checked_at = label.strip()[:60], keys.hint, "", None
        found.sealed = sealed.seal(keys.as_text(), purpose=sealing_purpose(organization, gateway_account=found.id))
        found.save()
        fact = GatewayConnected(gateway_account=found.id, gateway=gateway, mode=mode)
        record(organization, fact=fact, actor=actor, at=at)
    return found


def _last_serial(organization: OrganizationId, gateway: str) -> int:
    """Where the references of a new account begin: after the last one of ours, else anywhere.

    A gateway knows every reference that it was ever given, those of a former installation too; the first is random.
    """
    mine = GatewayAccount.objects.filter(organization_id=organization, gateway=gateway)
    return mine.aggregate(last=Max("serial"))["last"] or secrets.randbelow(_FIRST_BELOW)


def disconnect_gateway(
    organization: OrganizationId, *, gateway_account: UUID, actor: Actor, at: datetime
) -> GatewayAccount:
    """No new cards and payments through it; what was begun there is still followed, and its cards can be disabled.

    Records `GatewayDisconnected`. Raises `GatewayAccount.DoesNotExist`.
    """
    with within(organization):
        mine = GatewayAccount.objects.filter(organization_id=organization, id=gateway_account)
        changed = mine.filter(is_active=True).update(is_active=False)
        found = mine.get()
        if changed:
            fact = GatewayDisconnected(gateway_account=found.id, gateway=found.gateway)
            record(organization, fact=fact, actor=actor, at=at)
    return found


def check_gateway(organization: OrganizationId, *, gateway_account: UUID, at: datetime) -> str:
    """Ask the gateway whether the keys are right, and keep the answer: a code, empty where all is well.

    `unreached`, `mode` (the key belongs to the other world), `sealed` (the keys cannot be opened with this
    installation's), or the failure's kind, `config_error` for keys that the gateway does not know. Must stand outside
    every transaction.
    """
    with within(organization):
        found = GatewayAccount.objects.get(organization_id=organization, id=gateway_account)
    problem = _problem(found)
    with within(organization):
        GatewayAccount.objects.filter(organization_id=organization, id=gateway_account).update(
            checked_at=at, problem=problem[:60]
        )
    return problem


def try_keys(*, gateway: str, keys: Keys, mode: Mode) -> str:
    """The same for keys that are not kept yet: what `check_gateway` would find."""
    credentials = Credentials(
        account="new",
        mode=mode,
        api_key=keys.api_key,
        notice_secrets=keys.notice_secrets,
        api_base=settings.CARD_GATEWAY_BASES[gateway],
    )
    try:
        return "" if build(gateway=gateway, credentials=credentials).check() == mode else "mode"
    except NotReached:
        return "unreached"
    except GatewayRefused as refused:
        return refused.failure.kind


def _problem(account: GatewayAccount) -> str:
    try:
        return "" if adapter(account=account).check() == cast(Mode, account.mode) else "mode"
    except sealed.SealBroken:
        return "sealed"
    except NotReached:
        return "unreached"
    except GatewayRefused as refused:
        return refused.failure.kind


__all__ = ["WrongKeys", "check_gateway", "connect_gateway", "disconnect_gateway", "try_keys"]
