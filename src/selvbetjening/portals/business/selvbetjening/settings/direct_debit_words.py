"""Betalingsservice in words: what a company may choose about its agreement, and what a line and its files tell."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from betalingsservice.layouts.delivery_0621 import TextClass

Words = dict[str, str | Promise]

ROLES: Final[Words] = {
    "operator": _(
        "We are Betalingsservice for this number: what you hand in is collected here, and the answers are laid ready "
        "for you as files."
    ),
    "external": _(
        "Betalingsservice is outside: what is to be collected is written as a file and sent there, and its answers are "
        "fetched and read here."
    ),
}
PAYMENTS: Final[Words] = {
    "running": _("Each payment at once: one that is taken back later comes as a line of its own"),
    "collected": _(
        "All in one file a month, the day after customers can refuse no longer (the 7th, or the banking day after it)"
    ),
}
MANDATES: Final[Words] = {
    "changes": _("What has changed: customers who have signed up or ended since the last file"),
    "both": _("What has changed, and once a month the full list of customers who are signed up"),
}
CLOSED: Final[Words] = {
    "following": _("The next banking day"),
    "preceding": _("The banking day before, so that the money is there on the day"),
}
REPEAT: Final[Words] = {
    "refuse": _("It is refused, and the first amount stands"),
    "replace": _(
        "It takes the first one's place, for as long as that can be changed; an amount of nothing withdraws it"
    ),
}
LATE: Final[Words] = {
    "refuse": _("It is refused, and you are told the first day that is possible"),
    "next_month": _("It is collected in the month after instead"),
}
YES_NO: Final[Words] = {"True": pgettext_lazy("choice", "Yes"), "False": pgettext_lazy("choice", "No")}
#: What is in the way of a line, and the way out.
PROBLEMS: Final[Words] = {
    "": _("All is well: the server knows the key and shows the folder that files are fetched from."),
    "host_key": _(
        "The server has another key than the one you pasted, so nothing was sent. Ask Betalingsservice which is right "
        "before you connect again: somebody may stand between."
    ),
    "own_key": _("Our private key cannot be read. Connect again with a key without a password."),
    "key_refused": _(
        "The server does not let us in. Ask whether it knows the user name and the public half of the key."
    ),
    "unreachable": _("The server does not answer. Look at the host's name and the port, and whether it lets us in."),
    "inner_host": _("The host's name leads into a private network. Only servers on the internet can be reached."),
    "connection_lost": _("The connection broke. It is tried again by itself."),
    "too_often": _("The line was tested ten times within an hour. Wait an hour before you test it again."),
    "timeout": _("The server took too long. It is tried again by itself."),
    "folder": _("The folder is not there, or we may not look into it. Look at the folders' names."),
    "too_late": _(
        "The deadline passed before it could be sent. What it asked for is cancelled, and paid in another way."
    ),
    "too_many": _("More files lie in the folder than can be looked through. Have the old ones moved away there."),
    "name_taken": _("Another file has this name on the server. Have it moved away there, then try again."),
    "not_whole": _("The file came over only in part. It is tried again by itself."),
    "name": _("The server does not take a file of this name."),
    "sealed": _("The key cannot be opened with this installation's own key. Connect again."),
    "forgotten": _("What stood in the file has been forgotten, so it cannot be made again. Ask for it anew."),
    "internal": _("The error is ours, and is tried again by itself some times. Call us if it stays."),
    "sftp": _("The server refused what we asked for. Ask Betalingsservice whether we may write and read there."),
}
SENDINGS: Final[Words] = {
    "waiting": _("Waits to be sent"),
    "sending": _("Is being sent"),
    "sent": _("Sent, and looked for on the server"),
    "refused": _("Not sent: it waits for you"),
}
FILES: Final[Words] = {
    "fetched": _("Fetched, not read yet"),
    "read": _("Read, and booked"),
    "repeated": _("The same bytes were read before"),
    "held": _("Held: it waits for you"),
    "incomplete": _("Ends too early, so nothing of it was read"),
    "strange": _("Left alone: no file with answers"),
    "put_aside": _("Put aside by somebody here"),
    "let": _("Is being read, as somebody here let it"),
    "too_large": _("Left alone: too large"),
    "verdict": _("A receipt: read whether your file was taken"),
    "file.environment": _("Held: test answers among real ones, or the reverse. They are not booked"),
}
#: What a pair of 0621 is (9.2).
CLASSES: Final[dict[TextClass, str | Promise]] = {
    TextClass.CONTROL: pgettext_lazy("file 0621", "Control information"),
    TextClass.REMARK: pgettext_lazy("file 0621", "Remark"),
    TextClass.ERROR: pgettext_lazy("file 0621", "Error"),
}
WRONG: Final[Words] = {
    "host": _("Write the server's name, such as sftp.example.dk."),
    "port": _("A port is a number from 1 to 65535. SFTP has 22."),
    "username": _("Write the user name that Betalingsservice gave you."),
    "host_keys": _(
        "This is not a server's public key. A line begins with ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256."
    ),
    "fingerprint": _("None of the keys above has this fingerprint. Do not connect before you know why."),
    "private_key": _("This is not a private key. Paste the whole file, with the lines BEGIN and END."),
    "private_key_public": _("This is the public half. Paste the private key: the file without .pub."),
    "private_key_locked": _(
        "This key has a password. Make one without: it is sealed here, and opened by this server only."
    ),
    "adapter": _("This kind of line is not set up here. Tell whoever runs this installation."),
}
