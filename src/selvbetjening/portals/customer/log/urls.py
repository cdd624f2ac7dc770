"""Addresses of the log."""

from django.urls import path

from selvbetjening.portals.customer.log import checking, views

urlpatterns = [
    path("logbog/", views.listing, name="log"),
    path("logbog/hent/", views.download, name="log_json"),
    path("logbog/kontrol/", checking.check, name="log_check"),
]
