"""Write one mail to everybody of an account who wants its kind."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.rules import Notice
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.messaging.rules.letters import Letter
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import Language, language_of
from selvbetjening.kernel.money import Money

Draw = Callable[..., Letter]
Reaction = Callable[[Recorded], None]
#: Where cards are looked after.
CARDS_PATH: Final = "/kort/"


def mail(
    event: Recorded,
    notice: Notice,
    draw: Draw,
    *,
    path: str,
    needs: str = "",
    attachment: UUID | None = None,
    but: UUID | None = None,
    and_to: str = "",
    **values: Any,
) -> None:
    """Write one mail to each of the account's recipients who want this kind, in the account's language.

    `values` are what the mail's function takes; one that can be called is asked for its words in that language. The
    mail leads to `path` only where its reader may open it: the portal is open, and the permission `needs` is given.
    `and_to` is an address that must have this mail as proof, whether or not it stands on the account; it gets no link.
    """
    company = sender(event.organization)
    for key, address, language, page in _readers(event, notice, path, needs, but, and_to):
        words = {name: value(language) if callable(value) else value for name, value in values.items()}
        write(
            event.organization,
            key=f"{event.id}:{key}",
            letter=draw(sender=company, language=language, path=page, **words),
            to=address,
            language=language,
            reply_to=company.reply_to,
            attachment=attachment,
            at=event.at,
        )


def _readers(
    event: Recorded, notice: Notice, path: str, needs: str, but: UUID | None, and_to: str
) -> Iterator[tuple[str, str, Language, str]]:
    """Key, address, language and page of each mail."""
    facts = identity.portal_facts(event.organization)
    today = copenhagen_day(event.at)
    wanting = accounts.recipients_for(event.organization, account=account_of(event), notice=notice, today=today)
    if and_to and and_to not in {reader.email for reader in wanting}:
        holder = accounts.get_account(event.organization, account=account_of(event))
        yield "proof", and_to, language_of(holder.language), ""
    for reader in wanting:
        if reader.id != but:
            may_open = facts and accounts.may_open(
                event.organization, recipient=reader, facts=facts, today=today, permission=needs
            )
            yield str(reader.id), reader.email, language_of(reader.account.language), path if may_open else ""


def account_of(event: Recorded) -> UUID:
    """The account that the fact is about. Raises ValueError for a fact about none."""
    if event.account is None:
        raise ValueError(f"{event.name} names no account")
    return event.account


def id_in(event: Recorded, key: str) -> UUID:
    """An id that the fact names."""
    return UUID(event.data[key])


def subscription_of(event: Recorded) -> Any:
    """The subscription that the fact is about, with its terms and plan; its type is domain's own."""
    return subscriptions.get(event.organization, account=account_of(event), subscription=id_in(event, "subscription"))


def day_in(event: Recorded, key: str) -> date:
    """A day that the fact names."""
    return date.fromisoformat(event.data[key])


def money_in(event: Recorded, key: str) -> Money:
    """An amount that the fact names."""
    return Money(event.data[key]["minor"], event.data[key]["currency"])
