"""Nothing of the sandbox runs outside the demo (SEC-54)."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def refuse_outside_demo() -> None:
    """Raises ImproperlyConfigured where SELVBETJENING_DEMO is not 1."""
    if not settings.DEMO:
        raise ImproperlyConfigured("portals.sandbox is the demo's and is loaded in the demo only (SELVBETJENING_DEMO).")
