"""Addresses of invoices."""

from django.urls import path

from selvbetjening.portals.customer.invoices import downloads, views

urlpatterns = [
    path("fakturaer/", views.listing, name="invoices"),
    path("fakturaer/<uuid:invoice>/", views.detail, name="invoice"),
    path("fakturaer/<uuid:invoice>/pdf/", views.pdf, name="invoice_pdf"),
    path("fakturaer/<uuid:invoice>/e-faktura/", downloads.einvoice, name="invoice_electronic"),
]
