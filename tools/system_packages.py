"""Make sure of the programs that the tests need and Python cannot bring: Chromium, gettext, openssl and SFTP clients.

Installs what is missing with apt-get where that is possible, and says what to do where it is not. What only makes the
tests faster is tried once for each .venv, and nobody is stopped by its absence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

NEEDED = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "gettext": ("xgettext",),
    "openssl": ("openssl",),
    "openssh-client": ("sftp",),
    "curl": ("curl",),
    "lftp": ("lftp",),
}
FASTER = {"chromium-headless-shell": ("chromium-headless-shell",)}
TRIED = Path(sys.prefix) / "tried-faster-programs"


def missing(among: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The Debian packages of which no program is found."""
    return [package for package, programs in among.items() if not any(map(shutil.which, programs))]


def rights() -> list[str] | None:
    """What stands before apt-get on this machine; None where nothing can be installed."""
    needed = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    return needed if shutil.which("apt-get") and all(map(shutil.which, needed[:1])) else None


def install(packages: list[str], *, aloud: bool) -> bool:
    """Whether apt-get installed all of them."""
    before = rights()
    if before is None:
        return False
    environment, unheard = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, None if aloud else subprocess.DEVNULL
    impatient = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10"]
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        command = [*before, "apt-get", *([] if aloud else impatient), *words]
        ended = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=unheard, check=False)
    return ended.returncode == 0


def main() -> int:
    """Install what is missing. 0: all there that is needed; 1: the user has to do it."""
    if packages := missing(NEEDED):
        words = f"The tests need {' and '.join(packages)}."
        if rights() is None:
            sys.stderr.write(f"{words} Install them with the machine's package manager.\n")
            return 1
        sys.stdout.write(f"{words} Installing …\n")
        sys.stdout.flush()
        if not install(packages, aloud=True):
            sys.stderr.write(f"{words} Install them: sudo apt-get install {' '.join(packages)}\n")
            return 1
    if missing(FASTER) and not TRIED.exists():
        TRIED.touch()
        install(missing(FASTER), aloud=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
