"""The tests' clock stands still where the pages' does."""

from tests.story.portal.conftest import present  # noqa: F401
