"""Addresses of the billing details."""

from django.urls import path

from selvbetjening.portals.customer.details import views

urlpatterns = [
    path("oplysninger/", views.details, name="details"),
    path("oplysninger/ret/", views.edit, name="details_edit"),
]
