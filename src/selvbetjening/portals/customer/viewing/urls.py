"""Addresses of looking as a customer."""

from django.urls import path

from selvbetjening.portals.customer.viewing import views

urlpatterns = [
    path("se-som/slut/", views.over, name="viewing_over"),
    path("se-som/afslut/", views.end, name="viewing_end"),
    path("se-som/<str:token>/", views.come_in, name="viewing"),
]
