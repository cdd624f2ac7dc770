"""Write the description of the API into docs/api/openapi.json; tests/api/test_document.py compares it.

python tools/with_settings.py tools/api_document.py
"""

import json
import sys
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parents[1] / "docs" / "api" / "openapi.json"


def text() -> str:
    """The description as the file has it."""
    from selvbetjening.portals.api.assembly import API
    from selvbetjening.portals.api.description import document

    return json.dumps(document(API), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    django.setup()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
