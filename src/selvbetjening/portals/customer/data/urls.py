"""Addresses of one's own data."""

from django.urls import path

from selvbetjening.portals.customer.data import views

urlpatterns = [
    path("oplysninger/mine-data/", views.my_data, name="my_data"),
    path("oplysninger/mine-data/<uuid:data_export>/", views.fetch, name="my_data_file"),
]
