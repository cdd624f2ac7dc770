"""The addresses on `hooks.<base>`: one for each gateway account of each company, two for each login broker."""

from django.urls import path

from selvbetjening.portals.hooks.logins import keys, logged_out
from selvbetjening.portals.hooks.views import notice

app_name = "hooks"

urlpatterns = [
    path("stripe/<uuid:organization>/<uuid:gateway_account>/", notice, {"gateway": "stripe"}, name="stripe"),
    path("quickpay/<uuid:organization>/<uuid:gateway_account>/", notice, {"gateway": "quickpay"}, name="quickpay"),
    path("login/<slug:broker>/logout/", logged_out, name="logged_out"),
    path("login/<slug:broker>/keys/", keys, name="keys"),
]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_open"
handler500 = "selvbetjening.config.errors.server_error"
