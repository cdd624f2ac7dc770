"""Addresses of the front page and of what belongs to it."""

from django.urls import path

from selvbetjening.portals.business.front import cockpit, favourites, snoozing, views

urlpatterns = [
    path("overblik/", cockpit.cockpit, name="cockpit"),
    path("v/<uuid:organization>/", views.front, name="front"),
    path("v/<uuid:organization>/loesninger/", views.find, name="find"),
    path("v/<uuid:organization>/favoritter/", favourites.favourites, name="favourites"),
    path("v/<uuid:organization>/udsaet/", snoozing.snooze, name="snooze"),
]
