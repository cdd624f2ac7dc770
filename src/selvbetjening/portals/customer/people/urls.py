"""Addresses of the people on an account."""

from django.urls import path

from selvbetjening.portals.customer.people import address, bookkeepers, views

urlpatterns = [
    path("modtagere/", views.people, name="people"),
    path("modtagere/inviter/", views.invite_somebody, name="people_invite"),
    path("modtagere/inviter/<uuid:invitation>/traek-tilbage/", views.withdraw_invitation, name="people_withdraw"),
    path("modtagere/<uuid:recipient>/", views.person, name="person"),
    path("modtagere/<uuid:recipient>/fjern/", views.remove_person, name="person_remove"),
    path("modtagere/<uuid:recipient>/fortryd/", views.restore_person, name="person_restore"),
    path("bogholdere/", bookkeepers.bookkeepers, name="bookkeepers"),
    path("bogholdere/inviter/", bookkeepers.invite_bookkeeper, name="bookkeeper_invite"),
    path("bogholdere/<uuid:grant>/afslut/", bookkeepers.revoke_bookkeeper, name="bookkeeper_revoke"),
    path("oplysninger/e-mail/", address.change_address, name="email_change"),
    path("oplysninger/e-mail/bekraeft/", address.confirm_address, name="email_confirm"),
]
