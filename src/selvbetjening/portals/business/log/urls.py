"""Address of the log."""

from django.urls import path

from selvbetjening.portals.business.log import views

urlpatterns = [path("v/<uuid:organization>/logbog/", views.log_page, name="log")]
