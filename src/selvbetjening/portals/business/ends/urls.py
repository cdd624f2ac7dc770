"""Addresses of one's own access."""

from django.urls import path

from selvbetjening.portals.business.ends import views

urlpatterns = [
    path("v/<uuid:organization>/adgang/", views.own_access, name="own_access"),
    path("v/<uuid:organization>/adgang/tryk/", views.press, name="own_access_press"),
    path("v/<uuid:organization>/adgang/anmod/", views.request_access, name="request_access"),
    path("v/<uuid:organization>/adgang/forlad/", views.leave, name="leave"),
]
