"""The card gateways of each company: whether the keys are right, and whether the books agree."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from selvbetjening.config.doctor import Finding
from selvbetjening.config.start import start_django

if TYPE_CHECKING:
    from selvbetjening.domain.payments.models import GatewayAccount
    from selvbetjening.domain.payments.queries.differences import Difference

#: How far back the books are compared.
DAYS: Final = 7
_SHOWN: Final = 5
_WRONG: Final = {
    "unreached": ("does not answer", "Look at the network, and at the gateway's own page of its state."),
    "mode": ("has a key of the other world (test or live)", "Connect it again with a key of the right kind."),
    "sealed": (
        "has keys that this installation cannot open",
        "Put back the key that they were sealed with (SEALING_KEYS), or connect it again.",
    ),
    "config_error": ("does not know the key", "Make a new key at the gateway and connect it again."),
}
_KINDS: Final = {
    "missing_here": "is at the gateway and not here",
    "missing_there": "is here and not at the gateway",
    "other_amount": "has another amount here",
}


def gateways() -> Iterator[Finding]:
    """Each active gateway account of each company, asked; the payments and refunds of the last week, compared."""
    start_django()
    from selvbetjening.domain.payments.models import GatewayAccount
    from selvbetjening.domain.tenancy.doorway import doorway
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    with doorway(reason="card gateways to look at", actor=SYSTEM, at=clock.now()) as alias:
        mine = GatewayAccount.objects.using(alias).filter(is_active=True, organization__is_active=True)
        found = list(mine.select_related("organization").order_by("organization__name", "gateway"))
    if not found:
        yield Finding("No company has connected a card gateway")
    for account in found:
        yield from _one(account)


def _one(account: "GatewayAccount") -> Iterator[Finding]:
    from selvbetjening.domain.payments.actions.connect_gateway import check_gateway
    from selvbetjening.domain.payments.ports import GatewayRefused, NotReached
    from selvbetjening.domain.payments.queries.differences import compare
    from selvbetjening.domain.payments.queries.gateways import NAMES
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.ids import OrganizationId

    company, at = OrganizationId(account.organization_id), clock.now()
    name = f"{NAMES[account.gateway]} ({account.mode}) of {account.organization.name}"
    if problem := check_gateway(company, gateway_account=account.id, at=at):
        what, to_do = _WRONG.get(problem, (f"says no ({problem})", "Connect it again, or ask the gateway."))
        yield Finding(f"{name} {what}", to_do)
        return
    yield Finding(f"{name} answers and knows the key")
    try:
        found = compare(company, gateway_account=account.id, since=at - timedelta(days=DAYS), at=at)
    except (NotReached, GatewayRefused) as trouble:
        yield Finding(f"{name} could not be compared ({trouble})", "Try again later.")
        return
    if not found:
        yield Finding(f"{name}: its payments and refunds of the last {DAYS} days are as here")
    for each in found[:_SHOWN]:
        yield Finding(f"{name}: {told(difference=each)}", _to_do(each))
    if len(found) > _SHOWN:
        yield Finding(f"{name}: {len(found) - _SHOWN} more differences", "Look at the first ones first.")


def told(*, difference: "Difference") -> str:
    """One difference in words, with the gateway's id and both amounts."""
    amounts = [
        f"{amount.minor / 100:.2f} {amount.currency} {where}"
        for where, amount in (("there", difference.there), ("here", difference.here))
        if amount is not None
    ]
    return f"{difference.what} {difference.external_id} {_KINDS[difference.kind]} ({', '.join(amounts)})"


def _to_do(difference: "Difference") -> str:
    if difference.kind == "missing_here":
        return "Send its notice again from the gateway's page; if it is parked, look at the alarms of the company."
    if difference.kind == "missing_there":
        return "Look it up at the gateway by its id; if it is really not there, ask the gateway."
    return "Look at the payment at the gateway and at the account here, and correct the one that is wrong by hand."
