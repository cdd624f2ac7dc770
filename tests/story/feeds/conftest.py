"""The clock and the company of the feeds' tests."""

from tests.story.portal.conftest import present

__all__ = ["present"]
