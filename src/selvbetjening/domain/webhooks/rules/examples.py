"""What the test button sends: an event that says it is a test, of nothing that exists. Pure."""

from typing import Any


def example(*, name: str) -> dict[str, Any]:
    """The data of the test event; `name` is the endpoint's company."""
    return {"test": True, "message": f"A test from {name}. Nothing has happened."}
