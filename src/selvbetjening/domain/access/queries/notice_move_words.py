"""What notices and mails say of an account's file for another side (CM-13), by the name of what happened."""

from typing import Final

from selvbetjening.kernel.wording import gettext_noop

MOVES: Final[dict[str, str]] = {
    "rights.move_asked": gettext_noop(
        "An Access Manager has asked for the file with which an account moves to another system. When it is made, "
        "the account’s subscriptions end here."
    ),
    "rights.move_ready": gettext_noop("The file with which an account moves to another system is ready to be fetched."),
    "rights.move_stopped": gettext_noop(
        "The file with which an account should move could not be made. Nothing has changed; the page says why."
    ),
}
