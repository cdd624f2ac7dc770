"""Addresses of the acts on one subscription."""

from django.urls import path

from selvbetjening.portals.customer.changes import cancel, change, coupon, pause, quantity, reactivate, scheduled, undo

ONE = "abonnementer/<uuid:subscription>/"

urlpatterns = [
    path(f"{ONE}skift/", change.choose, name="change"),
    path(f"{ONE}skift/<uuid:terms>/", change.change, name="change_quote"),
    path(f"{ONE}opsig/", cancel.cancel, name="cancel"),
    path(f"{ONE}opsagt/", cancel.receipt, name="cancelled"),
    path(f"{ONE}opsagt/grund/", cancel.reason, name="cancel_reason"),
    path(f"{ONE}genoptag/", reactivate.reactivate, name="reactivate"),
    path(f"{ONE}antal/", quantity.quantity, name="quantity"),
    path(f"{ONE}pause/", pause.pause, name="pause"),
    path(f"{ONE}pause/slut/", pause.resume, name="resume"),
    path(f"{ONE}rabatkode/", coupon.coupon, name="coupon"),
    path(f"{ONE}goer-om/", undo.undo_page, name="undo"),
    path(f"{ONE}planlagt/fjern/", scheduled.remove, name="scheduled_remove"),
]
