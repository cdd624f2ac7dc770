"""Cards, the payment link, and collecting by card (customer-portal.md section 5, gateways.md section 1)."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "card_retry_days",
        "text",
        "2, 7, 14, 21",
        gettext_noop("Days after the first failed charge on which it is tried again, one number for each"),
        pattern="([0-9]{1,2}(, ?[0-9]{1,2}){0,7})?",
        high=40,
    ),
    Setting(
        "after_last_try",
        "choice",
        "keep",
        gettext_noop("When the last charge has failed"),
        options=(
            ("keep", gettext_noop("The subscription goes on, and the invoice is reminded of as any other")),
            ("pause", gettext_noop("Pause the subscription until the invoice is paid")),
            ("cancel", gettext_noop("Cancel the subscription at the end of its period")),
        ),
        help=gettext_noop("A consumer's rights are not touched: what the law wants before an ending comes first."),
    ),
    Setting(
        "on_no_card",
        "choice",
        "send_invoice",
        gettext_noop("When no card is left that can pay"),
        options=(
            ("send_invoice", gettext_noop("The invoice is paid as one sent by mail")),
            ("fail_and_remind", gettext_noop("The charge counts as failed, and the customer is asked for a card")),
        ),
    ),
    Setting(
        "save_card_scope_choice",
        "switch",
        default=False,
        label=gettext_noop("Let a payer choose which subscriptions a saved card pays"),
    ),
    Setting(
        "payment_link_pdf",
        "switch",
        default=False,
        label=gettext_noop("Show the invoice's PDF to whoever has its payment link"),
    ),
    Setting(
        "card_expiry_warnings",
        "text",
        "30, 7",
        gettext_noop("Days before a card expires on which its owner is told, one number for each"),
        pattern="([0-9]{1,2}(, ?[0-9]{1,2}){0,3})?",
        high=20,
    ),
)
