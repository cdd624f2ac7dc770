"""Run a Python module with settings as a real installation would have them: a key made for this run, no database.

    python tools/with_settings.py -m django check --deploy

The gates look at the code only; the addresses point nowhere.
"""

import os
import secrets
import sys

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "SEALING_KEYS": secrets.token_urlsafe(48),
    "DATABASE_URL": NOWHERE,
    "DATABASE_DOORWAY_URL": NOWHERE,
    "PORTAL_BASE_DOMAIN": "selvbetjening.example",
    "EMAIL_URL": "smtp+tls://mail.selvbetjening.example:587",
}

if __name__ == "__main__":
    os.execve(sys.executable, [sys.executable, *sys.argv[1:]], {**os.environ, **SETTINGS})  # noqa: S606
