"""`selvbetjening move-out ACCOUNT FILE --organization SLUG`: an account moves to another side (docs/move.md)."""

import argparse
import base64
from pathlib import Path

from selvbetjening.config.demo_folder import join_demo, offer_demo
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

WORDS = {
    "no_key": "There is no key to sign with: set RECEIPT_SIGNING_KEY.",
    "moved": "The account {about} has moved already. Its file was made then.",
    "paused": "The subscription {about} is paused. Take it up or end it first.",
    "backward": "The subscription {about} is billed backward: nobody could say who bills its running period. End it.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Account, file and company."""
    parser.add_argument("account", help="the account's code")
    parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="the company's part of its host name")
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the signed file and hand the subscriptions over; say from which day the other side bills each."""
    join_demo(options)
    start_django()
    from django.conf import settings

    from selvbetjening.config.commands.moving import company
    from selvbetjening.domain.accounts.queries import account_with_code
    from selvbetjening.domain.rights.actions.move_out import move_out
    from selvbetjening.domain.rights.rules.moving import MoveRefused, public_of
    from selvbetjening.domain.tenancy.within import within
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    here, seed = company(options.organization), settings.RECEIPT_KEYS.seed
    if seed is None:
        raise PlainError(WORDS["no_key"])
    if options.file.exists():
        raise PlainError(f"{options.file} is there already. Name a file that is not.")
    try:
        with within(here):  # what cannot be written to the disk hands nothing over
            found = account_with_code(here, code=options.account)
            if found is None:
                raise PlainError(f"There is no account {options.account!r}.")
            moved = move_out(here, account=found.id, seed=seed, actor=SYSTEM, at=clock.now())
            options.file.write_bytes(moved.archive)
    except MoveRefused as refused:
        raise PlainError(WORDS[refused.reason].format(about=refused.about)) from None
    except OSError as error:
        raise PlainError(f"{options.file} cannot be written: {error.strerror}. Nothing was handed over.") from None
    print(f"{options.file}: {len(moved.archive):,} bytes, signed.")
    print(f"Key to check it with: {base64.b64encode(public_of(seed=seed)).decode()}")
    for code, on in moved.hand_over.items():
        print(f"  {code}: the other side bills from {on}; here it ends the day before.")
    return 0
