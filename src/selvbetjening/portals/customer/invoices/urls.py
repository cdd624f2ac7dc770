"""Addresses of invoices."""

from django.urls import path

from selvbetjening.portals.customer.invoices import views

urlpatterns = [
    path("fakturaer/", views.listing, name="invoices"),
    path("fakturaer/<uuid:invoice>/", views.detail, name="invoice"),
    path("fakturaer/<uuid:invoice>/pdf/", views.pdf, name="invoice_pdf"),
]
