"""The app configuration of the user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, base templates, static files; text fields that take no card numbers, and plain words for errors."""

    name = "selvbetjening.ui"
    label = "ui"

    def ready(self) -> None:
        from selvbetjening.ui.form_words import speak_plainly
        from selvbetjening.ui.free_text import guard_text_fields

        speak_plainly()
        guard_text_fields()
