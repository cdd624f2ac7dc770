"""`{% translate "…" %}` that looks its words up once per language: a page says two dozen, always the same ones."""

from typing import Any

from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags.i18n import do_translate
from django.utils.translation import get_language


class Said(Node):
    """Constant words, kept with the place in the template where they stand, by language."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.asvar, node.asvar = node.asvar, None
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The words, or nothing when they are kept as a variable."""
        language = get_language()
        text = self.said.get(language)
        if text is None:
            text = self.said[language] = self.node.render(context)
        if self.asvar:
            context[self.asvar] = text
            return ""
        return text


def translate(parser: Parser, token: Token) -> Node:
    """Django's tag; words that a variable, a filter or a context of meaning decides are left to it."""
    node: Any = do_translate(parser, token)
    said = node.filter_expression
    constant = getattr(said.var, "literal", None) is not None and not said.filters
    return Said(node) if constant and not (node.noop or node.message_context) else node
