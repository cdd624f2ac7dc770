"""What customers may change of a subscription, and when it takes effect."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting("undo_hours", "number", 24, gettext_noop("Hours in which a customer may undo an act"), low=0, high=168),
)
