"""Addresses of the statements."""

from django.urls import path

from selvbetjening.portals.customer.statements import views

urlpatterns = [
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("privatliv/", views.privacy, name="privacy"),
]
