"""Make the project importable in a virtual environment, and give it the command `selvbetjening`.

Run with the environment's own Python. What an editable install does, without a build back end and its dependencies.
"""

import sys
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
COMMAND = """#!{python}
import sys

from selvbetjening.config.cli import main

sys.exit(main())
"""


def main() -> None:
    """Write the path file and the command."""
    site_packages = Path(sysconfig.get_paths()["purelib"])
    (site_packages / "selvbetjening.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    command = Path(sysconfig.get_paths()["scripts"]) / "selvbetjening"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    main()
