"""Addresses of subscriptions."""

from django.urls import path

from selvbetjening.portals.customer.subscriptions import views

urlpatterns = [
    path("abonnementer/", views.listing, name="subscriptions"),
    path("abonnementer/<uuid:subscription>/", views.detail, name="subscription"),
]
