"""Addresses of the administration of users."""

from typing import Any, Final

from django.urls import path

from selvbetjening.portals.business.people import (
    access,
    deputies,
    email,
    ending,
    export,
    inviting,
    listing,
    managers,
    many,
    member,
    policies,
    review,
    roles,
    sent,
    sessions,
    succession,
    tasks,
    why,
)

_ONE: Final = "v/<uuid:organization>/"
_MEMBER: Final = f"{_ONE}brugere/<uuid:member>/"
_SENT: Final = f"{_ONE}invitationer/<uuid:invitation>/"

urlpatterns: list[Any] = [
    path(f"{_ONE}brugere/", listing.listing, name="members"),
    path(f"{_ONE}brugere/inviter/", inviting.invite, name="invite"),
    path(f"{_ONE}brugere/inviter/flere/", inviting.several, name="invite_several"),
    path(f"{_ONE}brugere/regler/", policies.policies, name="policies"),
    path(f"{_ONE}brugere/eksport/", export.export, name="export"),
    path(f"{_ONE}brugere/loesning/", many.many, name="grant_many"),
    path(_MEMBER, member.member, name="member"),
    path(f"{_MEMBER}suspender/", ending.suspend, name="member_suspend"),
    path(f"{_MEMBER}gendan/", ending.restore, name="member_restore"),
    path(f"{_MEMBER}slet/", ending.delete, name="member_delete"),
    path(f"{_MEMBER}e-mail/", email.email, name="member_email"),
    path(f"{_MEMBER}slutdato/", ending.end, name="member_end"),
    path(f"{_MEMBER}access-manager/", roles.promote, name="member_promote"),
    path(f"{_MEMBER}ikke-access-manager/", roles.demote, name="member_demote"),
    path(f"{_MEMBER}sessioner/", sessions.sessions, name="member_sessions"),
    path(f"{_MEMBER}hvorfor/", why.why, name="member_why"),
    path(f"{_MEMBER}loesning/", access.give, name="grant_give"),
    path(f"{_MEMBER}loesning/<uuid:grant>/fjern/", access.take, name="grant_take"),
    path(f"{_MEMBER}loesning/<uuid:grant>/forlaeng/", access.renew, name="grant_renew"),
    path(f"{_ONE}invitationer/", sent.invitations, name="invitations"),
    path(_SENT, sent.press, name="invitation_press"),
    path(f"{_SENT}ret/", sent.change, name="invitation_change"),
    path(f"{_SENT}bekraeft/", sent.confirm, name="invitation_confirm"),
    path(f"{_ONE}anmodninger/", tasks.tasks, name="tasks"),
    path(f"{_ONE}anmodninger/<uuid:task>/", tasks.task, name="task"),
    path(f"{_ONE}gennemgang/", review.review, name="review"),
    path(f"{_ONE}gennemgang/raekke/<uuid:row>/", review.decide, name="review_decide"),
    path(f"{_ONE}gennemgang/<uuid:review>/afslut/", review.finish, name="review_finish"),
    path(f"{_ONE}access-managers/", managers.managers, name="managers"),
    path(f"{_ONE}access-managers/besked/", managers.message, name="message"),
    path(f"{_ONE}access-managers/stedfortraedere/", deputies.deputies, name="deputies"),
    path(f"{_ONE}access-managers/stedfortraeder/", deputies.answer, name="deputy_answer"),
    path(f"{_ONE}access-managers/ny/", succession.succession, name="succession"),
]
