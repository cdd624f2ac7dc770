"""The customer portal's addresses: Danish words, one include for each part."""

from django.urls import include, path

app_name = "customer"

parts = [
    path("", include("selvbetjening.portals.customer.login.urls")),
    path("", include("selvbetjening.portals.customer.pages")),
]

urlpatterns = [path("", include((parts, app_name)))]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
