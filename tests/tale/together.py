"""Visitors who wait for the same day: the clock goes there once for all of them.

A day of the demo is all its work, for every company. Each visitor has a test of her own nevertheless, which tells what
she met before the clock was moved as well as after.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from tests import live

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

T = TypeVar("T")


class Begun(Generic[T]):
    """One visitor's story, begun before the clock is moved; her test goes on with it."""

    def __init__(self, page: "Page", faults: list[str]) -> None:
        self.page, self.faults = page, faults
        self._story: T | None = None
        self._failed: Exception | None = None

    def begin(self, tell: Callable[["Page"], T]) -> None:
        """Tell the first chapters. What fails in them fails her own test, and nobody else's."""
        try:
            self._story = tell(self.page)
        except Exception as failed:  # noqa: BLE001 -- raised again in `going_on`
            self._failed = failed

    @contextmanager
    def going_on(self) -> Iterator[T]:
        """The story for its last chapters; at its end nothing may stand in the faults of the whole of it."""
        if self._failed is not None:
            raise self._failed
        assert self._story is not None
        yield self._story
        assert self.faults == [], "\n".join(self.faults)


@contextmanager
def visitors(
    browser: "Browser", ways: dict[str, tuple[int, str, bool]], tell: Callable[[str, "Page"], T]
) -> Iterator[dict[str, Begun[T]]]:
    """Key → the story that `tell(key, page)` begins, in a page of this width and language, with scripts or without."""
    with ExitStack() as stack:
        found: dict[str, Begun[T]] = {}
        for key, (width, language, scripts) in ways.items():
            faults: list[str] = []
            open_page = stack.enter_context(live.pages(browser, faults))
            found[key] = Begun(open_page(width=width, language=language, scripts=scripts), faults)
        for key, begun in found.items():
            begun.begin(partial(tell, key))
        yield found
