"""Remove what the demo keeps under var/, for a fresh start; refuse while it runs. Run by `make forget`.

What the tests and the benchmarks keep there (`test…`, `bench…`) stays: they may be running.
"""

import fcntl
import shutil
import sys
from pathlib import Path

LOCK = "run.lock"


def forget(folder: Path) -> str:
    """Remove it and say so. Raises SystemExit with words while a demo runs on the folder."""
    if not folder.is_dir():
        return f"There is nothing to forget: {folder} does not exist."
    with (folder / LOCK).open("a+") as lock:
        try:
            # The same lock as the running demo's (config/demo_folder.py); held until everything is gone.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"The demo runs on {folder}. Stop it first with Ctrl-C where it runs.")
        for entry in folder.iterdir():
            if entry.name == LOCK or entry.name.startswith(("test", "bench")):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    return "Forgotten: the next make run begins with fresh demo data."


if __name__ == "__main__":
    sys.stdout.write(forget(Path(sys.argv[1] if len(sys.argv) > 1 else "var").resolve()) + "\n")
