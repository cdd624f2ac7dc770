"""What customers may change of a subscription, and when it takes effect."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

_WHEN = (("now", gettext_noop("At once, by days")), ("renewal", gettext_noop("At the renewal")))

SETTINGS: tuple[Setting, ...] = (
    Setting("timing_upgrade", "choice", "now", gettext_noop("A dearer plan takes effect"), options=_WHEN),
    Setting("timing_downgrade", "choice", "renewal", gettext_noop("A cheaper plan takes effect"), options=_WHEN),
    Setting(
        "timing_interval",
        "choice",
        "price",
        gettext_noop("Another interval of the same plan takes effect"),
        options=(("price", gettext_noop("As a dearer or cheaper plan does")), *_WHEN),
    ),
    Setting("timing_quantity_up", "choice", "now", gettext_noop("A larger quantity takes effect"), options=_WHEN),
    Setting(
        "timing_quantity_down", "choice", "renewal", gettext_noop("A smaller quantity takes effect"), options=_WHEN
    ),
    Setting(
        "change_cooldown_days",
        "number",
        0,
        gettext_noop("Days between two changes of a subscription"),
        low=0,
        high=365,
    ),
    Setting(
        "upgrade_full_period",
        "switch",
        default=False,
        label=gettext_noop("A dearer plan or a longer interval, at once, begins a new period at the full price"),
    ),
    Setting(
        "cancel_kinds",
        "choices",
        [],
        gettext_noop("Customers may cancel, besides at the renewal"),
        options=(("today", gettext_noop("today")), ("refund", gettext_noop("today, with the period paid back"))),
    ),
    Setting(
        "pause_most_days",
        "number",
        0,
        gettext_noop("Longest pause in days, 0 for no limit"),
        low=0,
        high=730,
    ),
    Setting(
        "invoice_days_before",
        "number",
        0,
        gettext_noop("Days before a renewal on which it is invoiced"),
        low=0,
        high=60,
    ),
    Setting(
        "invoice_before_for",
        "choice",
        "all",
        gettext_noop("Invoiced before the renewal"),
        options=(
            ("all", gettext_noop("are all subscriptions that do not say otherwise")),
            ("asked", gettext_noop("are those only that say so")),
        ),
    ),
    Setting(
        "invoice_grouping",
        "choice",
        "account",
        gettext_noop("Subscriptions that renew on one day are invoiced"),
        options=(("account", gettext_noop("together")), ("subscription", gettext_noop("one by one"))),
    ),
    Setting(
        "renewal_told_days",
        "number",
        7,
        gettext_noop("Days before a renewal on which webhooks tell of it"),
        low=1,
        high=60,
    ),
    Setting("mask_webhook_password", "switch", default=False, label=gettext_noop("Hide webhook passwords in the API")),
    Setting("undo_hours", "number", 24, gettext_noop("Hours in which a customer may undo an act"), low=0, high=168),
)
