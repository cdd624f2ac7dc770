"""What a notice says of a file that was sent, waits for somebody, or can be fetched (BP-46, BP-47, BP-48, BM-04)."""

from typing import Final

from selvbetjening.kernel.wording import gettext_noop

#: By what became of the file; the mail and the receipt say it in the same words, with the counts.
FILES: Final[dict[str, str]] = {
    "accepted": gettext_noop("A file that you sent was accepted."),
    "partly_accepted": gettext_noop("A file that you sent was accepted without the records that have errors."),
    "rejected": gettext_noop("A file that you sent was refused. Nothing in it counts."),
    "incomplete": gettext_noop("A file that you sent is not proven whole. It is not delivered."),
    "held": gettext_noop("A file that you sent may be a duplicate. It waits until somebody has decided."),
    "awaiting_approval": gettext_noop("A file that you sent waits for a second person’s approval."),
    "holding": gettext_noop("A file that you sent is accepted and can be taken back for a short time."),
    "withdrawn": gettext_noop("A file that you sent was taken back. Nothing in it counts."),
    "quarantined": gettext_noop("The virus scanner found something in a file that you sent. Nothing in it counts."),
    "released": gettext_noop("A file that you sent was let out of quarantine. It is being checked now."),
    "damaged": gettext_noop("A file that you sent was damaged at our end. Please send it again."),
    "failed": gettext_noop("A file that you sent could not be processed."),
    "approve": gettext_noop("A file waits for your approval."),
    "approve_orders": gettext_noop("Orders about mandates wait for your approval."),
    "decide": gettext_noop("A file may be a duplicate. Say whether it is to be sent all the same."),
    "ready": gettext_noop("A file is ready to be fetched."),
}
