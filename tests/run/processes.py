"""Looking at processes of this machine through /proc."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def with_word(word: str) -> set[int]:
    """Process ids whose command line or environment has the word, this process left out."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if word.encode() in text and state != "Z" and int(folder.name) != os.getpid():
            found.add(int(folder.name))
    return found


def until(true: Callable[[], bool], *, seconds: float = 10.0, pause: float = 0.05) -> bool:
    """Wait until something is true; False when it is not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(pause)
    return true()
