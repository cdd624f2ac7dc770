"""What notices and their mails say of each fact: one sentence, put into the reader's language when it is shown."""

from typing import Final

from django.utils.translation import gettext

from selvbetjening.domain.access import events
from selvbetjening.domain.access.queries.notice_debit_words import DEBITS
from selvbetjening.domain.access.queries.notice_file_words import FILES
from selvbetjening.domain.access.queries.notice_key_words import KEYS
from selvbetjening.domain.access.queries.notice_move_words import MOVES
from selvbetjening.domain.access.queries.notice_production_words import PRODUCTION
from selvbetjening.domain.access.queries.notice_webhook_words import WEBHOOKS
from selvbetjening.domain.access.rules.notices import KINDS
from selvbetjening.kernel.wording import gettext_noop

JOINED: Final = events.MemberJoined.name

#: Why a mail came to somebody who is no user: the invited person, and the company's own address.
INVITED: Final = gettext_noop("You get this mail because somebody at %(company)s has invited you.")
COMPANY: Final = gettext_noop("You get this mail because it is sent to %(company)s’s own address.")

#: To the user whom it happened to.
MEMBER: Final[dict[str, str]] = {
    JOINED: gettext_noop("You are a user of the company now."),
    events.MemberSuspended.name: gettext_noop("Your access is suspended. You cannot log in for now."),
    events.MemberRestored.name: gettext_noop("Your access is open again."),
    events.MemberDeleted.name: gettext_noop("Your access has been ended."),
    events.MemberExpired.name: gettext_noop("Your access has run out. An Access Manager can give you more time."),
    events.ManagerPromoted.name: gettext_noop("You are now an Access Manager."),
    events.ManagerDemoted.name: gettext_noop("You are not an Access Manager any more."),
    events.MemberEmailSet.name: gettext_noop("An Access Manager has written down this e-mail address for you."),
    events.SessionsEnded.name: gettext_noop("An Access Manager has ended your sessions. Log in again to go on."),
    events.GrantGiven.name: gettext_noop("You have been given access to a solution."),
    events.GrantRemoved.name: gettext_noop("You do not have access to a solution any more."),
    events.GrantExpired.name: gettext_noop("Your access to a solution has run out."),
    events.DeputyNamed.name: gettext_noop(
        "You have been named to take over if the company has no Access Manager any more. Say yes on the front page."
    ),
}
#: To the managers.
MANAGERS: Final[dict[str, str]] = {
    JOINED: gettext_noop("Somebody has accepted an invitation."),
    events.MemberSuspended.name: gettext_noop("A user was suspended."),
    events.MemberRestored.name: gettext_noop("A user was restored."),
    events.MemberDeleted.name: gettext_noop("A user was deleted, or left."),
    events.MemberExpired.name: gettext_noop("A user’s access has run out."),
    events.ManagerPromoted.name: gettext_noop("A user was made Access Manager."),
    events.ManagerDemoted.name: gettext_noop("A user is not an Access Manager any more."),
    events.DeputyNamed.name: gettext_noop("A user was named to take over if no Access Manager is left."),
    events.MemberElsewhere.name: gettext_noop(
        "A user has logged in with another company’s number. Has the person changed jobs? Then delete the user."
    ),
    events.ReviewReminded.name: gettext_noop("A review of who has access was begun, and is not finished."),
    "invitation_declined": gettext_noop("An invitation was declined."),
    "invitation_rejected": gettext_noop("An invitation was turned down: it was not the person who was invited."),
    "invitation_bounced": gettext_noop(
        "The mail with an invitation did not arrive. Look at the address, and send the invitation again."
    ),
    "invitation_waits": gettext_noop(
        "Somebody has opened an invitation under a name that does not quite fit. Say whether it is the right person."
    ),
}
#: What waits for a manager, by the task's kind.
ASKED: Final[dict[str, str]] = {
    "request_access": gettext_noop("A user asks for access to a solution."),
    "promote": gettext_noop("A second Access Manager must say yes before somebody becomes Access Manager."),
    "same_person": gettext_noop("Somebody has a new business identity. Is it the same person as before?"),
    "external_managers": gettext_noop("A second Access Manager must say yes before external partners may manage."),
    "weaken_policy": gettext_noop("A second Access Manager must say yes before a rule about access is loosened."),
    "open_production": gettext_noop("A second Access Manager must say yes before real files are taken."),
}
#: To who asked, by what came of it.
ANSWERED: Final[dict[str, str]] = {
    "approved": gettext_noop("Your request was approved."),
    "declined": gettext_noop("Your request was declined."),
    "expired": gettext_noop("Nobody has answered your request in time. You can ask again."),
    "reminded": gettext_noop("Nobody has answered your request yet. The Access Managers have been asked again."),
}
#: What is told of no single act: ends that come near, messages, successions, advice.
OTHER: Final[dict[str, str]] = {
    "own_end": gettext_noop("Your access ends soon. An Access Manager can give you more time."),
    "end": gettext_noop("A user’s access ends soon. You can give it more time."),
    "own_fading": gettext_noop("An access that you do not use will end soon. Use it, or ask to keep it."),
    "fading": gettext_noop("An access that a user does not use will end soon. You can keep it."),
    "written": gettext_noop("Somebody with your company’s CVR number has written to the Access Managers."),
    "succession": gettext_noop("Somebody wants to become Access Manager. Look at it, and stop it if it is not right."),
    "advice": gettext_noop("This week’s advice to the Access Managers."),
}
_BY_GROUP: Final[dict[str, dict[str, str]]] = {
    "member": MEMBER,
    "managers": MANAGERS,
    "asked": ASKED,
    "answered": ANSWERED,
    "other": OTHER,
    "keys": KEYS,
    "production": PRODUCTION,
    "moves": MOVES,
    "files": FILES,
    "debits": DEBITS,
    "webhooks": WEBHOOKS,
}

#: Of which kind a notice to the managers is: what touches the managers themselves and logins cannot be switched off.
KIND_OF: Final[dict[str, str]] = {
    events.ManagerPromoted.name: "managers",
    events.ManagerDemoted.name: "managers",
    events.DeputyNamed.name: "managers",
    events.MemberElsewhere.name: "managers",
    events.ReviewReminded.name: "review",
}


def sentence(*, code: str) -> str:
    """What a notice says, in the language that is active; `code` is `group:key`. Raises KeyError."""
    group, _, key = code.partition(":")
    return gettext(_BY_GROUP[group][key])


def reason(*, kind: str, company: str) -> str:
    """Why somebody gets a mail of this kind, in the language that is active. Raises KeyError."""
    return gettext(_REASONS[kind]) % {"company": company}


_OF_USERS: Final = gettext_noop("You get this mail because you are a user of %(company)s.")
_OF_MANAGERS: Final = gettext_noop("You get this mail because you are an Access Manager of %(company)s.")
_ALWAYS: Final = gettext_noop(
    "You get this mail because you are a user of %(company)s. It is about safety, so it is always sent."
)
_REASONS: Final[dict[str, str]] = {
    code: _ALWAYS if kind.is_security else _OF_MANAGERS if kind.for_managers else _OF_USERS
    for code, kind in KINDS.items()
}
