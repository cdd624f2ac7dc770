"""Customers and who acts for them."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "unknown_party_as",
        "choice",
        "consumer",
        gettext_noop("A customer of unknown kind counts as"),
        law="PTY-1",
        options=(("consumer", gettext_noop("Consumer")), ("business", gettext_noop("Company"))),
    ),
    Setting(
        "duplicate_email_mode",
        "choice",
        "block",
        gettext_noop("An e-mail address that stands on several recipients"),
        options=(
            ("block", gettext_noop("cannot log in")),
            ("chooser", gettext_noop("chooses the account after login")),
        ),
    ),
    Setting(
        "explain_mail", "switch", default=False, label=gettext_noop("Tell a known address by mail why it cannot log in")
    ),
    Setting(
        "return_url_hosts",
        "text",
        "",
        gettext_noop("Hosts that a link made by the API may lead back to"),
        help=gettext_noop("Separated by commas, such as app.firma.dk. Only these; an address elsewhere is refused."),
        pattern=r"([a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{2,5})?(, ?|$))*",
        high=500,
    ),
)
