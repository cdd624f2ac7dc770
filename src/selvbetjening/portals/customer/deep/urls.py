"""Addresses of the deep links; docs/deep-links.md tells companies about them."""

from django.urls import path

from selvbetjening.portals.customer.deep import views

urlpatterns = [
    path("til/abonnement/<str:code>/", views.subscription, name="to_subscription"),
    path("til/opsig/<str:code>/", views.cancel, name="to_cancel"),
    path("til/skift/<str:code>/", views.change, name="to_change"),
    path("til/pakke/<str:code>/", views.plan, name="to_plan"),
    path("til/kort/", views.card, name="to_card"),
    path("til/faktura/<str:reference>/", views.invoice, name="to_invoice"),
    path("til/betal/<str:reference>/", views.pay, name="to_pay"),
]
