"""Address of the help page."""

from django.urls import path

from selvbetjening.portals.customer.help import views

urlpatterns = [path("hjaelp/", views.contact, name="help")]
