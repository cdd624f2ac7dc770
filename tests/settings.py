"""The product's own settings on a test database; nothing but the environment differs from production."""

import os
from pathlib import Path

from selvbetjening.config.embedded import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
SERVER_DATA = ROOT / "var" / "test-postgres"
DATABASE = f"test_{os.getpid()}"
VAR = ROOT / "var" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
(VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there

_server = EmbeddedPostgres(data=SERVER_DATA)

os.environ.update(
    SELVBETJENING_DEMO="1",
    SECRET_KEY="test-only-5tYq0aVbX1cWdZ2eRfG3hTjK4lMnB5vC6xS7zQ8wE9",
    PUBLIC_SCHEME="https",
    PORTAL_BASE_DOMAIN="portal.test",
    EMAIL_URL="smtp://127.0.0.1:9",
    POST_ADAPTER="tests.outbox.RecordingPost",
    LOG_LEVEL="WARNING",
    VAR_DIR=str(VAR),
    DATABASE_POOL_SIZE="24",
    DATABASE_URL=_server.url(role="selvbetjening_runtime", database=DATABASE),
    DATABASE_DOORWAY_URL=_server.url(role="selvbetjening_doorway", database=DATABASE),
    DATABASE_OWNER_URL=_server.url(role="selvbetjening_owner", database=DATABASE),
)

from selvbetjening.config.settings import *  # noqa: E402, F403

STORAGES = {  # no collectstatic before a unit test; the story tests run the real thing
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
