"""Addresses of an invitation."""

from django.urls import path

from selvbetjening.portals.business.invitation import views

urlpatterns = [
    path("invitation/<uuid:organization>/<str:token>/", views.link, name="invitation_link"),
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/svar/", views.answer, name="invitation_answer"),
]
