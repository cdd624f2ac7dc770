"""Addresses of the login."""

from django.urls import path

from selvbetjening.portals.customer.login import asking, choosing, direct, fresh, invitation, landing, leaving

urlpatterns = [
    path("log-ind/", asking.login, name="login"),
    path("log-ind/sendt/", asking.login_sent, name="login_sent"),
    path("log-ind/link/<str:token>/", landing.login_link, name="login_link"),
    path("log-ind/fortsaet/", landing.login_continue, name="login_continue"),
    path("log-ind/nyt-link/", landing.login_renew, name="login_renew"),
    path("log-ind/vaelg-konto/", choosing.choose, name="choose"),
    path("log-ind/igen/", fresh.again, name="login_again"),
    path("log-ind/invitation/<str:token>/", invitation.opened, name="invitation"),
    path("log-ind/invitation/", invitation.answer, name="invitation_answer"),
    path("log-ind/direkte/<str:token>/", direct.direct_link, name="direct_link"),
    path("log-ind/direkte/", direct.direct_continue, name="direct_continue"),
    path("log-ud/", leaving.logout, name="logout"),
    path("log-ud/alle-steder/", leaving.logout_everywhere, name="logout_everywhere"),
]
