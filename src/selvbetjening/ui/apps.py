"""The app configuration of the user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, base templates and static files."""

    name = "selvbetjening.ui"
    label = "ui"
