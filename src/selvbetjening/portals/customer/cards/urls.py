"""Addresses of the cards and of how one pays."""

from django.urls import path

from selvbetjening.portals.customer.cards import adding, disabling, enrolling, signing_up, switching, views

urlpatterns = [
    path("kort/", views.listing, name="cards"),
    path("kort/tilfoej/", adding.add, name="card_add"),
    path("kort/tilfoej/<uuid:saving>/", adding.status, name="card_status"),
    path("kort/<uuid:card>/standard/", views.make_default, name="card_default"),
    path("kort/<uuid:card>/deaktiver/", disabling.disable, name="card_disable"),
    path("kort/stop/", switching.stop, name="cards_stop"),
    path("betalingsservice/", enrolling.enrol, name="enrol"),
    path("betalingsservice/tilmeld/", signing_up.sign_up, name="sign_up"),
    path("betalingsservice/fortryd/", signing_up.undo_sign_up, name="sign_up_undo"),
    path("betalingsmaade/", switching.of_account, name="collection_method"),
    path(
        "abonnementer/<uuid:subscription>/betalingsmaade/",
        switching.of_subscription,
        name="subscription_method",
    ),
]
