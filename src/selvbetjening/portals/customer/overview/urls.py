"""Address of the overview."""

from django.urls import path

from selvbetjening.portals.customer.overview import views

urlpatterns = [path("", views.overview, name="overview")]
