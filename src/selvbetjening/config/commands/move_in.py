"""`selvbetjening move-in FILE --organization SLUG`: an account comes from another Selvbetjening (docs/move.md)."""

import argparse
import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

from selvbetjening.config.demo_folder import join_demo, offer_demo
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

if TYPE_CHECKING:
    from selvbetjening.domain.rights.actions.move_in import Taken

WORDS = {
    "form": "This is no file of an account that moves, or it is cut.",
    "schema": "The file is of a version that is not known here. Bring Selvbetjening up to date.",
    "unknown_key": "The file is signed by nobody known here, or was altered. Ask the sender for the key: --key KEY.",
    "altered": "The file was altered after it was signed. Have it sent again.",
    "came_already": "A subscription here has the code {about} already: has the account come before?",
    "code_taken": "Another account has the code {about}. Give a new one: --code NEW.",
    "terms": "No terms of yours fit {about}. Name some with the same currency and interval: --terms THEIRS=YOURS.",
    "backward": "The terms {about} are billed backward: nobody could say who bills the running period.",
    "no_recipient": "Nobody is on the account. Add a recipient on the other side first.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """File, company, which of our terms stand for theirs, and whether to look only."""
    parser.add_argument("file", type=Path, help="what the other side wrote with move-out")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="the company's part of its host name")
    parser.add_argument("--terms", action="append", default=[], metavar="THEIRS=YOURS", help="codes of plan terms")
    parser.add_argument("--code", default="", help="your code of the account; without it, theirs")
    parser.add_argument("--key", action="append", default=[], help="the sender's key, as its move-out printed it")
    parser.add_argument("--dry-run", action="store_true", help="say what would come, write nothing")
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Prove the file, then bring the account in, all or nothing."""
    join_demo(options)
    start_django()
    from selvbetjening.config.commands.moving import company
    from selvbetjening.domain.rights.actions.move_in import move_in
    from selvbetjening.domain.rights.rules.moving import MoveRefused
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    here = company(options.organization)
    terms = dict(each.split("=", 1) for each in options.terms if "=" in each)
    try:
        taken = move_in(
            here, archive=options.file.read_bytes(), known=_keys(options.key), terms=terms, code=options.code,
            actor=SYSTEM, at=clock.now(), dry_run=options.dry_run,
        )  # fmt: skip
    except OSError as error:
        raise PlainError(f"{options.file} cannot be read: {error.strerror}.") from None
    except MoveRefused as refused:
        raise PlainError(WORDS[refused.reason].format(about=refused.about)) from None
    _tell(taken)
    return 0


def _keys(given: list[str]) -> list[bytes]:
    """The sender's keys, and our own: two companies may have one installation."""
    from django.conf import settings

    from selvbetjening.domain.rights.rules.moving import public_of

    keys = settings.RECEIPT_KEYS
    own = public_of(seed=keys.seed) if keys.seed else keys.public
    try:
        found = [base64.b64decode(each, validate=True) for each in given]
    except (binascii.Error, ValueError):
        found = [b""]
    if any(len(each) != 32 for each in found):
        raise PlainError("A key is what move-out printed: 44 signs that end with =.")
    return found + ([own] if own else [])


def _tell(taken: "Taken") -> None:
    print(f"{taken.code} from {taken.came_from}, with {taken.documents} documents as history.")
    for code, on in taken.hand_over.items():
        price = " (another price than there)" if code in taken.other_price else ""
        print(f"  {code} on {taken.plans[code]}{price}: billed here from {on}.")
    for email in taken.same_address:
        print(f"  warning: {email} is on another account here, too, and cannot log in before that is settled.")
    if taken.asks_for_card:
        print("  The customer paid by card. Cards do not travel: a mail asks for a new one; invoices until then.")
    print("Brought in." if taken.done else "Nothing was written (--dry-run).")
