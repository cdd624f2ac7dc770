"""Addresses of the acts on one subscription."""

from django.urls import path

from selvbetjening.portals.customer.changes import cancel, change, reactivate, scheduled

ONE = "abonnementer/<uuid:subscription>/"

urlpatterns = [
    path(f"{ONE}skift/", change.choose, name="change"),
    path(f"{ONE}skift/<uuid:terms>/", change.change, name="change_quote"),
    path(f"{ONE}opsig/", cancel.cancel, name="cancel"),
    path(f"{ONE}opsagt/", cancel.receipt, name="cancelled"),
    path(f"{ONE}genoptag/", reactivate.reactivate, name="reactivate"),
    path(f"{ONE}planlagt/fjern/", scheduled.remove, name="scheduled_remove"),
]
