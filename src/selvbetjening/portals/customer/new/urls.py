"""Addresses of ordering."""

from django.urls import path

from selvbetjening.portals.customer.new import views

urlpatterns = [
    path("nyt-abonnement/", views.plans, name="new"),
    path("nyt-abonnement/<uuid:terms>/", views.order, name="new_quote"),
    path("abonnementer/<uuid:subscription>/begynd-igen/", views.resubscribe, name="resubscribe"),
]
