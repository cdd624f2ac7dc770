"""Addresses of paying."""

from django.urls import path

from selvbetjening.portals.customer.paying import by_link, own, retrying

urlpatterns = [
    path("betal/<str:token>/", by_link.page, name="pay_link"),
    path("betal/<str:token>/status/", by_link.status, name="pay_link_status"),
    path("betal/<str:token>/afbryd/", by_link.stop, name="pay_link_stop"),
    path("betal/<str:token>/fortryd-kort/", by_link.undo, name="pay_link_undo"),
    path("betal/<str:token>/faktura.pdf", by_link.pdf, name="pay_link_pdf"),
    path("fakturaer/betal/", own.several, name="pay_chosen"),
    path("fakturaer/betal/status/<uuid:attempt>/", own.status, name="pay_status"),
    path("fakturaer/betal/status/<uuid:attempt>/afbryd/", own.stop, name="pay_stop"),
    path("fakturaer/betal/status/<uuid:attempt>/fortryd-kort/", own.undo, name="pay_undo"),
    path("fakturaer/<uuid:invoice>/betal/", own.one, name="invoice_pay"),
    path("fakturaer/<uuid:invoice>/proev-igen/", retrying.retry, name="invoice_retry"),
]
