"""An account's file for another side, as an Access Manager asked for it (CM-13)."""

from typing import Any
from uuid import UUID

from selvbetjening.domain.rights.actions.ask_move import ask_move, make_move
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from tests import business, make


def waiting_move_of(owner: Any) -> UUID:
    """Asked for and not made yet, of an account of its own."""
    account, member = make.account(owner.organization), business.member(owner.organization, role="access_manager")
    actor = Actor("user", str(member.id))
    asked = ask_move(owner.id, account=account.id, membership=member.id, actor=actor, at=clock.now())
    return UUID(str(asked.id))


def move_request_of(firm: Any) -> UUID:
    """Ready to be fetched, of an account of its own."""
    account, at = make.account(firm.organization), clock.now()
    actor = Actor("user", str(firm.manager.id))
    asked = ask_move(firm.id, account=account.id, membership=firm.manager.id, actor=actor, at=at)
    make_move(firm.id, move_request=asked.id, seed=b"1" * 32, at=at)
    return UUID(str(asked.id))
