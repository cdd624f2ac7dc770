"""The app configuration of the user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, base templates and static files; text fields that take no card numbers."""

    name = "selvbetjening.ui"
    label = "ui"

    def ready(self) -> None:
        from selvbetjening.ui.free_text import guard_text_fields

        guard_text_fields()
