"""The description in the repository is the one that the API gives."""

from tools.api_document import TARGET, text


def test_the_description_lies_in_the_repository() -> None:
    """Design, "API": write it anew with `tools/with_settings.py tools/api_document.py` where this fails."""
    assert TARGET.read_text(encoding="utf-8") == text()
