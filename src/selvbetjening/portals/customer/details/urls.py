"""Addresses of the account's details."""

from django.urls import path

from selvbetjening.portals.customer.details import views

urlpatterns = [
    path("oplysninger/", views.details, name="details"),
    path("oplysninger/ret/", views.edit, name="details_edit"),
    path("oplysninger/numre/", views.edit_numbers, name="details_numbers"),
    path("oplysninger/referencer/", views.edit_references, name="details_references"),
]
