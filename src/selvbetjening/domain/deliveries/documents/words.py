"""States and receipts in words (annex D.1)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override, pgettext_lazy

from selvbetjening.kernel.formatting import Language, format_money
from selvbetjening.kernel.money import Money

#: States of an upload and of a delivery.
STATES: Final[dict[str, Any]] = {
    "receiving": _("Being received"), "aborted": _("Interrupted"), "incomplete": _("Incomplete"),
    "settling": _("Waits a minute"), "waiting": _("Waits for your word"),
    "staged": _("Ready to be sent"), "removed": _("Removed"),
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
    "scanning": _("The file has arrived whole and waits for the virus scan."),
    "validating": _("The file has arrived whole, and its content is being checked."),
    "processing": _("The file is accepted, and what it asks for is being registered."),
    "duplicate_of": _("The file was sent twice within a few minutes. It counts once."),
    "accepted": _("The file is accepted."),
    "partly_accepted": _("The file is accepted without the records that have errors."),
    "rejected": _("The file is refused. Nothing in it counts."),
    "file.damaged": _("The file was damaged at our end and nothing in it counts. Please send it again."),
    "file.unchecked": _("The file could not be checked. The error is ours, and nothing in the file counts."),
    "file.malware": _("The virus scanner found something in the file. Nothing in it counts."),
    "quarantined": _("The virus scanner found something in the file. Nothing in it counts."),
    "released": _("Two of our operators let the file out of quarantine. It is being checked now."),
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
    "sidecar.differs": _("The file is not what its sidecar or marker says (size or SHA-256), and is not delivered."),
    "needs.marker": _("The file has no end that proves it whole, and waits for its marker. It is not delivered yet."),
    "needs.word": _(
        "The file has no end that proves it whole, and waits until a person says that it is. It is not delivered yet."
    ),
    "marker": _("The file says something of another one. It is no delivery itself."),
    "marker.waits": _("The marker was received. The file that it speaks of has not come whole yet."),
    "marker.judged": _("The marker was received. What comes of its file, the file’s own receipt says."),
    "marker.fits": _("The marker was received, and the file that it speaks of is what it says."),
    "marker.differs": _(
        "The marker was received, but the file that it speaks of, which was delivered already, is another one."
    ),
    "marker.unreadable": _("The sidecar holds no SHA-256 that can be read. It proves nothing."),
    "marker.nothing": _("The marker names no file. It proves nothing."),
    "marker.empty": _("The file is empty and names no other one. Nothing was delivered."),
    "processed": _("The file is processed."),
    "failed": _("The file could not be processed. The error is ours, and we are looking at it."),
    "failed.given_up": _("The file could not be processed at our end, and nothing in it counts. We are sorry."),
    "day.past": _("The file was not processed: the payment day came first. Nothing in it counts."),
    "pbs.unknown": _("The file could not be processed: one of its PBS numbers is not in force any more."),
    "collection.taken": _(
        "The file could not be processed: other collections for the same customers and days came first."
    ),
    "mandate.taken": _("The file could not be processed: other changes of the same customers’ mandates came first."),
}  # fmt: skip

_SEND_ANEW: Final = _("Correct the errors and send the file again.")
#: What whoever sent the file does now, by the same codes (annex D.2, "next").
NEXT: Final[dict[str, Any]] = {
    "received": _("You need not do anything. You hear from us when the content has been checked."),
    "accepted": _("You need not do anything."),
    "partly_accepted": _("Correct the records with errors and send them in a new file with its own delivery number."),
    "rejected": _SEND_ANEW,
    "file.damaged": _("Send the file again."),
    "file.unchecked": _("Send the file again. Call us if it happens once more."),
    "quarantined": _("Scan the machine that the file came from, make the file anew and send it again."),
    "released": _("You need not do anything. You hear from us when the content has been checked."),
    "held": _("See the delivery in the portal, and send it all the same or discard it."),
    "awaiting_approval": _("Ask a colleague who may approve files to look at it before the deadline."),
    "holding": _("You need not do anything. Take it back in the portal if it is wrong."),
    "withdrawn": _("Send the file again if it is to count after all."),
    "incomplete": _("Resume the upload under the same name, or send the whole file again."),
    "sidecar.differs": _("Send the file again, or the right sidecar: what came last counts."),
    "needs.marker": _("Send the marker: the file’s name with .sha256 and its SHA-256, or with .ok."),
    "needs.word": _("Say under Deliveries in the portal that the file is whole, or send it again."),
    "marker.waits": _("Send the file. It is held against the marker when it comes."),
    "marker.judged": _("See the receipt of the file."),
    "marker.fits": _("You need not do anything."),
    "marker.differs": _("Look at the delivery in the portal at once, and take it back if the wrong file was sent."),
    "marker.unreadable": _("Write the SHA-256 in 64 signs, as sha256sum does, and send the sidecar again."),
    "marker.nothing": _("Name the file in the marker’s own name, such as x.txt.ok."),
    "marker.empty": _("Send the file again if there should have been something in it."),
    "processed": _("You need not do anything."),
    "failed": _("You need not do anything now. We write to you if you have to send it again."),
    "failed.given_up": _("Send the file again. It is not taken for a duplicate."),
    "day.past": _("Send the collections again with a later payment day, in a file with its own delivery number."),
    "pbs.unknown": _("See the company’s agreements, and send the file again when they are in force."),
    "collection.taken": _SEND_ANEW,
    "mandate.taken": _SEND_ANEW,
}  # fmt: skip


def next_words(*, status: str, code: str) -> str:
    """What to do now, in a sentence of the language in force; empty where nothing is known to do."""
    return str(NEXT.get(code) or NEXT.get(status) or "")


def status_words(*, status: str, code: str) -> str:
    """What happened, in a sentence of the language in force."""
    return str(STATUSES.get(code) or STATUSES.get(status) or status)


def uncollected_words(*, days: Iterable[Mapping[str, Any]], language: Language) -> str:
    """How many of the collections of these days nobody pays, and what they come to; empty where there are none.

    `days` are the totals of a check. Their customers have no mandate, and the agreement sends no slips
    (betalingsservice.md 16): such an amount is in no total.
    """
    told = list(days)
    count = sum(day.get("uncollected") or 0 for day in told)
    if not count:
        return ""
    minor = sum(int(day.get("uncollected_amount") or 0) for day in told)
    with override(language):
        words = ngettext(
            "%(count)s of %(asked)s collections has no mandate and is not collected: %(amount)s.",
            "%(count)s of %(asked)s collections have no mandate and are not collected: %(amount)s.",
            count,
        )
        amount = format_money(Money(minor, "DKK"), language)
        return words % {"count": count, "asked": sum(day["count"] for day in told), "amount": amount}
