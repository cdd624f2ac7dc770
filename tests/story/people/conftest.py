"""The clock that the login's tests hold in their hand."""

from tests.story.login.conftest import now

__all__ = ["now"]
