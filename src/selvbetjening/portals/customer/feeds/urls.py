"""Addresses of the customer's feeds. What programs read is in English; the token of a calendar stands in its address.

Calendars ask without cookies and without headers of their own, so there is no other place for it.
"""

from django.urls import path

from selvbetjening.portals.customer.feeds import calendar, documents, pages

urlpatterns = [
    path("oplysninger/kalender/", pages.calendars, name="feeds_calendar"),
    path("oplysninger/programmer/", pages.programs, name="feeds_programs"),
    path("kalender/<str:token>.ics", calendar.calendar, name="feed_calendar"),
    path("customer-api/v1/invoices/", documents.listed, name="feed_documents"),
    path("customer-api/v1/invoices/<uuid:invoice>/pdf/", documents.invoice_pdf, name="feed_invoice_pdf"),
    path("customer-api/v1/invoices/<uuid:invoice>/xml/", documents.invoice_xml, name="feed_invoice_xml"),
    path("customer-api/v1/credit-notes/<uuid:credit_note>/pdf/", documents.note_pdf, name="feed_note_pdf"),
    path("customer-api/v1/credit-notes/<uuid:credit_note>/xml/", documents.note_xml, name="feed_note_xml"),
]
