"""Addresses of the bookkeepers' host."""

from django.urls import URLPattern, URLResolver, include, path

from selvbetjening.portals.customer.bookkeeping import about, views
from selvbetjening.portals.customer.login import asking, landing, leaving
from selvbetjening.portals.customer.statements.views import accessibility

app_name = "customer"

parts: list[URLPattern | URLResolver] = [
    path("log-ind/", asking.login, name="login"),
    path("log-ind/sendt/", asking.login_sent, name="login_sent"),
    path("log-ind/link/<str:token>/", landing.login_link, name="login_link"),
    path("log-ind/fortsaet/", landing.login_continue, name="login_continue"),
    path("log-ind/nyt-link/", landing.login_renew, name="login_renew"),
    path("log-ind/videre/", views.arrive, name="choose"),
    path("log-ud/", leaving.logout, name="logout"),
    path("log-ud/alle-steder/", views.leave_everywhere, name="logout_everywhere"),
    path("", include("selvbetjening.portals.customer.looks.urls")),
    path("hjaelp/", about.contact, name="help"),
    path("tilgaengelighed/", accessibility, name="accessibility"),
    path("privatliv/", about.privacy, name="privacy"),
    path("", views.inbox, name="overview"),
    path("bilag/<uuid:grant>/<uuid:invoice>/pdf/", views.pdf, name="bookkeeping_pdf"),
    path("hent/", views.fetch, name="bookkeeping_fetch"),
]

urlpatterns = [path("", include((parts, app_name)))]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
