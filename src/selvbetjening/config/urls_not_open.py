"""The hosts of doors that this installation does not have yet: every page is the plain 404 page."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler404 = "selvbetjening.config.errors.not_open"
handler500 = "selvbetjening.config.errors.server_error"
