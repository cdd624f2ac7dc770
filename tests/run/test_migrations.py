"""The migrations say what the models say."""

import pytest
from django.core.management import call_command


def test_no_model_waits_for_a_migration(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"Run: python tools/with_settings.py -m django makemigrations\n{capsys.readouterr().out}")
