"""Addresses of the login."""

from django.urls import path

from selvbetjening.portals.business.login import (
    asking,
    companies,
    confirmed,
    leaving,
    operators,
    own_sessions,
    returning,
    same_person,
)

urlpatterns = [
    path("", companies.start, name="start"),
    path("log-ind/", asking.login, name="login"),
    path("log-ind/svar/<slug:broker>/", returning.returned, name="returned"),
    path("log-ud/", leaving.logout, name="logout"),
    path("bekraeft/", confirmed.confirm, name="confirm"),
    path("bekraeftet/", confirmed.confirmed, name="confirmed"),
    path("mine-virksomheder/", companies.companies, name="companies"),
    path("mine-sessioner/", own_sessions.own_sessions, name="own_sessions"),
    path("v/<uuid:organization>/samme-person/", same_person.same_person, name="same_person"),
    path("operatoer/<str:token>/", operators.come_in, name="operator"),
    path("mine-sessioner/bliv/", own_sessions.stay, name="stay"),
]
