"""The company's own users in the business portal: who lets whom in, and for how long (BP-15 to BP-31, annex K)."""

from typing import Any, Final

from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "two_persons",
        "switch",
        default=True,
        label=gettext_noop("A new Access Manager needs the yes of a second one"),
        help=gettext_noop("Only where the company has two or more. Switching it off needs two Access Managers."),
    ),
    Setting(
        "external_managers",
        "switch",
        default=False,
        label=gettext_noop("External partners may be Access Managers"),
        help=gettext_noop("Switching it on needs two Access Managers."),
    ),
    Setting(
        "names_visible",
        "switch",
        default=False,
        label=gettext_noop("Show who your Access Managers are to people who log in with your CVR number"),
        help=gettext_noop("Otherwise they can write to them without seeing names. Your users always see them."),
    ),
    Setting(
        "invitation_hours",
        "number",
        72,
        gettext_noop("Hours that an invitation can be used"),
        low=24,
        high=336,
    ),
    Setting(
        "grant_months",
        "number",
        12,
        gettext_noop("Months until a new access to a solution ends by itself"),
        low=1,
        high=24,
    ),
    Setting(
        "external_months",
        "number",
        12,
        gettext_noop("Months until an external partner's access ends by itself"),
        low=1,
        high=24,
    ),
    Setting(
        "unused_days",
        "number",
        60,
        gettext_noop("Days without use after which an access begins to end"),
        low=30,
        high=400,
    ),
    Setting(
        "deleted_user_days",
        "number",
        30,
        gettext_noop("Days in which a deleted user can be brought back"),
        low=0,
        high=90,
    ),
)
#: What makes the company less safe needs two managers (SEC-32): setting → the value that weakens.
WEAKENING: Final = {"two_persons": False, "external_managers": True}
#: Which files a second person approves, where no rule stands for their solution or PBS number (BM-04).
FOUR_EYES: Final = frozenset(approval.COMPANY.values())


def weakens(*, code: str, before: Any, after: Any) -> bool:
    """Whether the company is less safe with the new value of a setting than with the one before (SEC-32)."""
    match code:
        case "files_four_eyes":
            return approval.KINDS.index(after) < approval.KINDS.index(before)
        case "files_four_eyes_new_share":
            return bool(after > before)
        case "files_four_eyes_account":
            return bool(before and not after)
        case "files_approvers":
            return bool(after < before)
        case "files_four_eyes_amount" | "files_four_eyes_count":
            return bool(before and (not after or after > before))
    return code in WEAKENING and before != after == WEAKENING[code]
