"""The law's tests stand in the portal's small world, with its clock that stands still."""

from tests.story.portal.conftest import ours, present

__all__ = ["ours", "present"]
