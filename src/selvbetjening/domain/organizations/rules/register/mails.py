"""What mails to customers come from, and what the company says in them itself."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting("mail_sender_name", "text", "", gettext_noop("Name that mails come from"), high=60),
    Setting(
        "mail_reply_to",
        "text",
        "",
        gettext_noop("Address that answers go to"),
        high=254,
        pattern=r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+",
    ),
    Setting("mail_words", "letters", {}, gettext_noop("Own words in mails")),
)
