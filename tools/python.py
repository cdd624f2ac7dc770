"""Refuse a Python that is too old or has no venv module, in words; run by the Makefile before anything else."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- the very question of this file
    sys.exit(
        "Selvbetjening needs Python 3.11 or newer; this is {}.{}. Name another one: make run PYTHON=python3.12".format(
            *sys.version_info
        )
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv")
