"""Make sure of the programs that the tests need and Python cannot bring: Chromium, gettext, openssl and SFTP clients.

Installs what is missing with apt-get where that is possible, and says what to do where it is not.
"""

import os
import shutil
import subprocess
import sys

NEEDED = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "gettext": ("xgettext",),
    "openssl": ("openssl",),
    "openssh-client": ("sftp",),
    "curl": ("curl",),
    "lftp": ("lftp",),
}


def missing() -> list[str]:
    """The Debian packages of which no program is found."""
    return [package for package, programs in NEEDED.items() if not any(map(shutil.which, programs))]


def main() -> int:
    """Install what is missing. 0: all there; 1: the user has to do it."""
    packages = missing()
    if not packages:
        return 0
    words = f"The tests need {' and '.join(packages)}."
    rights = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if shutil.which("apt-get") is None or (rights and shutil.which("sudo") is None):
        sys.stderr.write(f"{words} Install them with the machine's package manager.\n")
        return 1
    sys.stdout.write(f"{words} Installing …\n")
    sys.stdout.flush()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        ended = subprocess.run([*rights, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
        if ended.returncode and command[0] == "install":
            sys.stderr.write(f"{words} Install them: sudo apt-get install {' '.join(packages)}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
