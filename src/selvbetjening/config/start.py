"""Setting Django up outside a web server."""

import os

import django


def start_django() -> None:
    """Load the settings and the apps. Raises what the settings raise when a variable is missing or cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selvbetjening.config.settings")
    django.setup()
