"""What the mails about access say of each fact: one sentence, put into the reader's language when it is written."""

from typing import Final

from selvbetjening.domain.access import events
from selvbetjening.kernel.wording import gettext_noop

JOINED: Final = events.MemberJoined.name

#: To the user whom it happened to.
MEMBER: Final[dict[str, str]] = {
    events.MemberSuspended.name: gettext_noop("Your access is suspended. You cannot log in for now."),
    events.MemberRestored.name: gettext_noop("Your access is open again."),
    events.MemberDeleted.name: gettext_noop("Your access has been ended."),
    events.MemberExpired.name: gettext_noop("Your access has run out. An Access Manager can give you more time."),
    events.ManagerPromoted.name: gettext_noop("You are now an Access Manager."),
    events.ManagerDemoted.name: gettext_noop("You are not an Access Manager any more."),
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
}
#: To who asked, by what came of it.
ANSWERED: Final[dict[str, str]] = {
    "approved": gettext_noop("Your request was approved."),
    "declined": gettext_noop("Your request was declined."),
    "expired": gettext_noop("Nobody has answered your request in time. You can ask again."),
    "reminded": gettext_noop("Nobody has answered your request yet. The Access Managers have been asked again."),
}
