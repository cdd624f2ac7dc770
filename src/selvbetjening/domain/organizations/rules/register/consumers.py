"""Consumers: ordering, cancelling, withdrawing."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "order_button_label",
        "choice",
        "order",
        gettext_noop("The order button says"),
        law="ORD-2",
        options=(
            ("order", gettext_noop("Order with obligation to pay")),
            ("buy", gettext_noop("Buy with obligation to pay")),
        ),
    ),
    Setting(
        "ask_adult", "switch", default=True, label=gettext_noop("Ask consumers whether they are of age"), law="ORD-8"
    ),
    Setting(
        "consumer_notice_to",
        "choice",
        "any_day",
        gettext_noop("A consumer's notice runs"),
        law="CAN-1",
        options=(("any_day", gettext_noop("to any day")), ("month_end", gettext_noop("to the end of a month"))),
    ),
    Setting(
        "price_change_notice_days",
        "number",
        30,
        gettext_noop("Days of notice before a new price"),
        law="CAN-6",
        low=30,
        high=365,
    ),
    Setting(
        "withdraw_label",
        "choice",
        "here",
        gettext_noop("The way to withdraw is called"),
        law="WDR-2",
        options=(
            ("here", gettext_noop("Withdraw from contract here")),
            ("contract", gettext_noop("Withdraw from contract")),
        ),
    ),
    Setting(
        "withdraw_confirm_label",
        "choice",
        "confirm",
        gettext_noop("The button that confirms a withdrawal says"),
        law="WDR-4",
        options=(("confirm", gettext_noop("Confirm withdrawal")),),
    ),
    Setting(
        "offer_withdrawal_b2b",
        "switch",
        default=False,
        label=gettext_noop("Companies may withdraw as consumers may"),
        law="WDR-10",
    ),
)
