"""States and receipts in words (annex D.1)."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: States of an upload and of a delivery.
STATES: Final[dict[str, Any]] = {
    "receiving": _("Being received"), "aborted": _("Interrupted"), "incomplete": _("Incomplete"),
    "settling": _("Waits a minute"), "staged": _("Ready to be sent"), "removed": _("Removed"),
    "received": _("Received"), "scanning": _("Waits for the virus scan"), "quarantined": _("In quarantine"),
    "validating": _("Being checked"), "rejected": _("Refused"), "held_duplicate": _("Possible duplicate"),
    "awaiting_approval": _("Waits for approval"), "holding": _("Can be taken back"),
    "accepted": pgettext_lazy("file", "Accepted"),
    "processing": _("Being processed"), "processed": _("Processed"), "failed": _("Error at our end"),
    "withdrawn": _("Taken back"), "duplicate_of": _("Sent again"),
}  # fmt: skip

#: What a receipt's `code`, or else its `status`, says in a sentence.
STATUSES: Final[dict[str, Any]] = {
    "received": _("The file has arrived whole. Its content has not been checked yet."),
    "duplicate_of": _("The file was sent twice within a few minutes. It counts once."),
    "accepted": _("The file is accepted."),
    "partly_accepted": _("The file is accepted without the records that have errors."),
    "rejected": _("The file is refused. Nothing in it counts."),
    "file.damaged": _("The file was damaged at our end and nothing in it counts. Please send it again."),
    "file.malware": _("The virus scanner found something in the file. Nothing in it counts."),
    "quarantined": _("The virus scanner found something in the file. Nothing in it counts."),
    "held": _("The file waits until you have looked at it."),
    "duplicate.content": _("The same content was sent before. The file waits until you have looked at it."),
    "duplicate.identity": _(
        "A file with the same delivery number and other content was sent before. It waits until you have looked at it."
    ),
    "awaiting_approval": _("The file waits until a second person has approved it."),
    "holding": _("The file is accepted and can be taken back for a short time."),
    "withdrawn": _("The file was taken back. Nothing in it counts."),
    "withdrawn.time": _("Nobody decided about the file for five banking days, so it was taken back."),
    "incomplete": _("The file ends too early and is not delivered. Send it again, or resume the upload."),
    "processed": _("The file is processed."),
    "failed": _("The file could not be processed. The error is ours, and we are looking at it."),
    "pbs.unknown": _("The file could not be processed: one of its PBS numbers is not in force any more."),
    "collection.taken": _(
        "The file could not be processed: other collections for the same customers and days came first."
    ),
}  # fmt: skip

_SEND_ANEW: Final = _("Correct the errors and send the file again.")
#: What whoever sent the file does now, by the same codes (annex D.2, "next").
NEXT: Final[dict[str, Any]] = {
    "received": _("You need not do anything. You hear from us when the content has been checked."),
    "accepted": _("You need not do anything."),
    "partly_accepted": _("Correct the records with errors and send them in a new file with its own delivery number."),
    "rejected": _SEND_ANEW,
    "file.damaged": _("Send the file again."),
    "quarantined": _("Scan the machine that the file came from, make the file anew and send it again."),
    "held": _("See the delivery in the portal, and send it all the same or discard it."),
    "awaiting_approval": _("Ask a colleague who may approve files to look at it before the deadline."),
    "holding": _("You need not do anything. Take it back in the portal if it is wrong."),
    "withdrawn": _("Send the file again if it is to count after all."),
    "incomplete": _("Resume the upload under the same name, or send the whole file again."),
    "processed": _("You need not do anything."),
    "failed": _("You need not do anything now. We write to you if you have to send it again."),
    "pbs.unknown": _("See the company’s agreements, and send the file again when they are in force."),
    "collection.taken": _SEND_ANEW,
}  # fmt: skip


def next_words(*, status: str, code: str) -> str:
    """What to do now, in a sentence of the language in force; empty where nothing is known to do."""
    return str(NEXT.get(code) or NEXT.get(status) or "")


def status_words(*, status: str, code: str) -> str:
    """What happened, in a sentence of the language in force."""
    return str(STATUSES.get(code) or STATUSES.get(status) or status)
