"""Kinds of notices and ways in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Kind → its name, and what it holds.
KINDS: Final[dict[str, tuple[Promise, Promise]]] = {
    "own_access": (_("My own access"), _("You were given, or lost, access; your sessions were ended.")),
    "managers": (_("Access Managers"), _("Somebody became Access Manager, or is none any more.")),
    "succession": (_("A new Access Manager takes over"), _("Somebody asks to take over. You can stop it.")),
    "tasks": (_("Waits for an answer"), _("A request that an Access Manager says yes or no to.")),
    "messages": (_("Messages to the Access Managers"), _("Somebody with the company's CVR number has written.")),
    "answers": (_("Answers to my requests"), _("Your request for access was answered, or nobody has answered.")),
    "ends": (_("Access that ends"), _("30, 14 and 3 days before, and before an unused access ends.")),
    "files": (_("Files that I send"), _("What became of a file: accepted, refused, held, or taken back.")),
    "file_tasks": (_("Files that wait for me"), _("A file that you can approve, or that may be a duplicate.")),
    "files_ready": (_("Files to fetch"), _("A new file lies ready for the company.")),
    "debits": (_("Betalingsservice"), _("The line is down, a file waits, or an answer belongs to nothing.")),
    "users": (_("Users and invitations"), _("Somebody joined, left, was suspended, or declined an invitation.")),
    "review": (_("The review of who has access"), _("A review was begun, and is not finished.")),
    "advice": (_("Weekly advice"), _("The company has fewer than two Access Managers, or a review is due.")),
}
WAYS: Final[dict[str, Promise]] = {
    "mail": _("Mail at once"),
    "digest": _("One mail a day"),
    "portal": _("Only here"),
}
