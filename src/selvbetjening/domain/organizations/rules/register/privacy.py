"""Privacy and accessibility."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "accessibility_contact",
        "text",
        "",
        gettext_noop("E-mail address for questions about accessibility"),
        law="ACC-2",
        high=254,
        pattern="[^@ ]+@[^@ ]+",
    ),
    Setting("mail_show_amounts", "switch", default=True, label=gettext_noop("Amounts may stand in mails"), law="GDP-5"),
    Setting(
        "login_log_days", "number", 90, gettext_noop("Days that the login log is kept"), law="GDP-6", low=7, high=365
    ),
    Setting(
        "mail_log_days",
        "number",
        90,
        gettext_noop("Days that the words and addresses of sent mails are kept"),
        law="GDP-6",
        low=7,
        high=365,
    ),
    Setting(
        "log_names_staff",
        "choice",
        "role",
        gettext_noop("How the customers' log shows who did something for the company"),
        law="GDP-5",
        options=(("role", gettext_noop("as the company's staff")), ("name", gettext_noop("by name"))),
    ),
)
