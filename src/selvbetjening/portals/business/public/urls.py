"""Addresses for anybody."""

from django.urls import path

from selvbetjening.portals.business.public import views

urlpatterns = [
    path("krav/", views.requirements, name="requirements"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("privatliv/", views.privacy, name="privacy"),
    path("sprog/", views.language, name="language"),
    path("robots.txt", views.robots, name="robots"),
    path("v/<uuid:organization>/farve.css", views.colour, name="colour"),
]
