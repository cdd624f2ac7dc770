"""The operator's addresses, on `staff.<base>`."""

from django.urls import path
from django.views.i18n import set_language

from selvbetjening.portals.gate import public
from selvbetjening.portals.staff.login import link
from selvbetjening.portals.staff.site import site

urlpatterns = [
    path("link/<str:token>/", link, name="staff_link"),
    path("language/", public(set_language), name="staff_language"),
    path("", site.urls),
]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
