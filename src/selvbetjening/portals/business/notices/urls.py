"""Addresses of notifications."""

from typing import Final

from django.urls import path

from selvbetjening.portals.business.notices import choices, views

_HERE: Final = "v/<uuid:organization>/notifikationer/"

urlpatterns = [
    path(_HERE, views.notices, name="notices"),
    path(f"{_HERE}laest/", views.read, name="notices_read"),
    path(f"{_HERE}valg/", choices.choices, name="notice_choices"),
    path(f"{_HERE}adresse/", choices.confirm, name="own_email_confirm"),
]
