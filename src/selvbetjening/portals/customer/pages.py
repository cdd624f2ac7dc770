"""The addresses of every page behind the login, and of what all pages share."""

from importlib import import_module

from django.urls import include, path

PARTS = (
    "overview",
    "subscriptions",
    "changes",
    "new",
    "invoices",
    "late",
    "cards",
    "paying",
    "details",
    "people",
    "signup",
    "law",
    "looks",
    "help",
    "log",
    "data",
    "feeds",
    "statements",
    "deep",
    "viewing",
)

urlpatterns = [path("", include(import_module(f"{__package__}.{part}.urls"))) for part in PARTS]
