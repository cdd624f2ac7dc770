"""A Node client at our door: the npm package ssh2-sftp-client on ssh2, which integrations are made with (SEC-103)."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.identity.actions.ssh_habits import choose_habits
from selvbetjening.domain.identity.rules.ssh_habits import Habits
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.contract.mitid.independent import node
from tests.sftp import IND, Sender, Server

PROGRAM = Path(__file__).with_name("node_client.mjs")
UD = "/ud/betalingsservice"


def did(server: Server, sender: Sender, *steps: list[Any]) -> list[Any]:
    """What came of each step: its answer, or the error's words."""
    asked = {"port": server.port, "user": sender.name, "key": str(sender.identity), "steps": steps}
    ended = subprocess.run(
        [node(), str(PROGRAM)], input=json.dumps(asked), capture_output=True, text=True, timeout=90, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return [each.get("ok", each.get("error")) for each in json.loads(ended.stdout)]


def test_node_puts_looks_and_fetches(sftp_server: Server, sender: Sender) -> None:
    """BP-41, SEC-103, annex C.5: as a stream, as bytes, and with many writes at once; SETSTAT is answered."""
    keep_output(
        sender.id, output=None, solution="betalingsservice", kind="payments", pbs_number="", name="svar.txt",
        chunks=[b"BS" * 50_000], environment="production", at=clock.now(),
    )  # fmt: skip
    first, second = sender.file("a.txt", amounts=[100] * 900), sender.file("b.txt", identification="2")
    third = sender.file("c.txt", identification="3", amounts=[100] * 2500)
    found = did(
        sftp_server, sender, ["put", str(first), f"{IND}/a.txt"], ["stat", f"{IND}/a.txt"],
        ["putBuffer", str(second), f"{IND}/b.tmp"], ["chmod", f"{IND}/b.tmp", 0o600],
        ["rename", f"{IND}/b.tmp", f"{IND}/b.txt"], ["fastPut", str(third), f"{IND}/c.txt"],
        ["exists", f"{IND}/c.txt"], ["exists", f"{IND}/d.txt"], ["list", UD], ["get", f"{UD}/svar.txt"],
        ["delete", f"{UD}/svar.txt"], ["list", UD], ["mkdir", "/ind/andet"], ["delete", f"{IND}/a.txt"],
    )  # fmt: skip
    assert found[1] == first.stat().st_size
    assert (found[6], found[7]) == ("-", False)
    assert found[8] == [["-", "svar.txt", 100_000]]
    assert base64.b64decode(found[9]) == b"BS" * 50_000
    assert found[11] == []
    assert "andet" in str(found[12]) or "ermission" in str(found[12])
    assert "modtaget" in str(found[13])
    sent = {done.name: sender.content(done.id) for done in sender.deliveries()}
    assert sent == {"a.txt": first.read_bytes(), "b.txt": second.read_bytes(), "c.txt": third.read_bytes()}


def test_node_goes_on_with_a_file_that_was_cut(sftp_server: Server, sender: Sender) -> None:
    """BP-44, SEC-103: the short file's `put` fails; what is appended makes it whole."""
    whole = sender.file("x.txt", amounts=[100] * 1200).read_bytes()
    half, rest = sender.file("half", whole[:60_000]), sender.file("rest", whole[60_000:])
    found = did(
        sftp_server, sender, ["put", str(half), f"{IND}/x.txt"], ["stat", f"{IND}/x.txt"],
        ["append", str(rest), f"{IND}/x.txt"],
    )  # fmt: skip
    assert found[1] == 60_000
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole


def test_node_in_the_root(sftp_server: Server, sender: Sender) -> None:
    """BP-43, SEC-103: `put` and `list` in `/`."""
    choose_habits(sender.id, account=sender.account.id, habits=Habits(all_in_root=True), actor=SYSTEM, at=clock.now())
    path = sender.file("x.txt")
    found = did(sftp_server, sender, ["put", str(path), "/x.txt"], ["exists", "/x.txt"], ["list", "/"])
    assert found[1] == "-"
    assert [each[1] for each in found[2] if each[0] == "-"] == []
    assert [done.name for done in sender.deliveries()] == ["x.txt"]
