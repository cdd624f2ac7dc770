"""Address of the sign-up."""

from django.urls import path

from selvbetjening.portals.customer.signup import views

urlpatterns = [path("opret/", views.signup, name="signup")]
