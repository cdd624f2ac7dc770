"""Draw a piece of template, as a page would."""

from django.template import Context, Template
from django.utils import translation


def draw(text: str, /, *, language: str = "en", **context: object) -> str:
    """The HTML of `text` with the components loaded, in one language."""
    with translation.override(language):
        return Template("{% load ui %}" + text).render(Context(context))
