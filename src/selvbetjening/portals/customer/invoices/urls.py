"""Addresses of invoices."""

from django.urls import path

from selvbetjening.portals.customer.invoices import correcting, credit_notes, downloads, listing, paying_out, views
from selvbetjening.portals.customer.law import refund_account

urlpatterns = [
    path("fakturaer/", listing.listing, name="invoices"),
    path("fakturaer/hent/", listing.archive, name="invoices_zip"),
    path("fakturaer/til-gode/", credit_notes.balance, name="balance"),
    path("fakturaer/til-gode/udbetal/", paying_out.paying_out, name="pay_out"),
    path("fakturaer/til-gode/<uuid:refund>/konto/", refund_account.of_refund, name="refund_account"),
    path("fakturaer/kreditnota/<uuid:credit_note>/", credit_notes.credit_note, name="credit_note"),
    path("fakturaer/kreditnota/<uuid:credit_note>/pdf/", credit_notes.pdf, name="credit_note_pdf"),
    path("fakturaer/kreditnota/<uuid:credit_note>/e-faktura/", downloads.credit_note, name="credit_note_electronic"),
    path("fakturaer/<uuid:invoice>/ret/", correcting.correct, name="invoice_correct"),
    path("fakturaer/<uuid:invoice>/", views.detail, name="invoice"),
    path("fakturaer/<uuid:invoice>/pdf/", views.pdf, name="invoice_pdf"),
    path("fakturaer/<uuid:invoice>/e-faktura/", downloads.einvoice, name="invoice_electronic"),
]
