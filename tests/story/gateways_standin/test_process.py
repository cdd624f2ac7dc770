"""`selvbetjening gateways` as the demo runs it: a process of its own that keeps what it knows."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from selvbetjening.config.commands.gateways import READY
from selvbetjening.config.listening import free_port
from tests.settings import ROOT
from tests.story.sandbox.conftest import environment


def start(var: Path, port: int, *, demo: str = "1") -> "subprocess.Popen[str]":
    # The tree at hand, not the one that the environment was installed from.
    told = {"PYTHONPATH": str(ROOT / "src"), "STRIPE_API_BASE": f"http://127.0.0.1:{port}/stripe"}
    return subprocess.Popen(
        [sys.executable, "-m", "selvbetjening.config.cli", "gateways"],
        env=environment(var, demo=demo) | told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def control(port: int, act: str, asked: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/__control/{act}", data=None if asked is None else json.dumps(asked).encode()
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def test_it_starts_keeps_and_ends(tmp_path: Path) -> None:
    port, card = free_port(), {"gateway": "stripe", "api_key": "sk_test_shop"}
    for number, how in ((1, signal.SIGKILL), (2, signal.SIGTERM)):
        process = start(tmp_path, port)
        try:
            assert process.stdout is not None and process.stdout.readline().strip() == READY
            assert control(port, "saved-card", card)["id"] == f"pm_{number:04d}"
            if number == 2:
                taken = start(tmp_path, port)
                assert f"Port {port} is taken" in taken.communicate(timeout=30)[1]
        finally:
            process.send_signal(how)
            process.communicate(timeout=20)
    assert process.returncode == 0
    assert json.loads((tmp_path / "gateways.json").read_text())["counters"]["pm"] == 2


def test_it_refuses_to_be_outside_the_demo(tmp_path: Path) -> None:
    """SEC-54."""
    refused = start(tmp_path, free_port(), demo="0").communicate(timeout=30)
    assert "loaded in the demo only" in refused[1]
