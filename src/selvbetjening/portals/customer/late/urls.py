"""Addresses of what can be done about an invoice that is not simply paid."""

from django.urls import path

from selvbetjening.portals.customer.late import disputing, letters, respites, thread

urlpatterns = [
    path("fakturaer/<uuid:invoice>/rykker/<uuid:reminder>/", letters.letter, name="reminder"),
    path("fakturaer/<uuid:invoice>/rykker/<uuid:reminder>/pdf/", letters.pdf, name="reminder_pdf"),
    path("fakturaer/<uuid:invoice>/udskyd/", respites.later, name="invoice_defer"),
    path("fakturaer/<uuid:invoice>/rater/", respites.instalments, name="invoice_plan"),
    path("fakturaer/<uuid:invoice>/indsigelse/", disputing.dispute, name="invoice_dispute"),
    path("indsigelser/<uuid:dispute>/", thread.thread, name="dispute"),
    path("indsigelser/<uuid:dispute>/skriv/", thread.write, name="dispute_write"),
    path("indsigelser/<uuid:dispute>/fortryd/", thread.withdraw, name="dispute_withdraw"),
    path("indsigelser/fil/<uuid:file>/", thread.file, name="dispute_file"),
]
