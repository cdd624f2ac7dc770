"""Files dragged from a folder into a page, as the browser tells the page of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_DROP = """([form, given]) => {
  const dropped = new DataTransfer();
  for (const [name, text] of Object.entries(given)) dropped.items.add(new File([text], name));
  const event = (kind) => new DragEvent(kind, {dataTransfer: dropped, cancelable: true, bubbles: true});
  for (const kind of ["dragover", "drop"]) form.dispatchEvent(event(kind));
}"""


def drop(page: "Page", given: Mapping[str, str]) -> None:
    """Drop files on the form that takes them; name → content, which is ASCII."""
    page.evaluate(_DROP, [page.locator("form.sb-drop").element_handle(), dict(given)])
