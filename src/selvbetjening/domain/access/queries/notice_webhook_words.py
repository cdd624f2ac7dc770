"""What notices and their mails say about webhooks."""

from typing import Final

from selvbetjening.kernel.wording import gettext_noop

#: By why somebody is told.
WEBHOOKS: Final[dict[str, str]] = {
    "given_up": gettext_noop(
        "A webhook did not come through: your receiver has not taken a message for three days. You can send it again."
    ),
    "failing": gettext_noop(
        "A webhook is switched off: your receiver has taken nothing for a week. Mend it, switch the webhook on, and"
        " send again what is missing."
    ),
    "access_ended": gettext_noop(
        "A webhook is switched off, because the user who made it has no access any more. Look at it, and switch it on"
        " if it is to go on."
    ),
}
