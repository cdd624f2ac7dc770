"""A company's ERP system: the files it makes, and the real clients that carry them (annex C.5)."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import paramiko

from betalingsservice.layouts import delivery_0601 as collecting
from betalingsservice.layouts import delivery_0605 as mandates
from betalingsservice.layouts.frame import DeliveryEnd, DeliveryStart
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit.ports import Asked
from selvbetjening.domain.directdebit.rules.clearing import REFUSED_BELOW, draw
from tests.tale.running import RunningDemo

GROUP: Final = "00001"
SUPPLIER: Final = "99999993"
#: Positions of 0601's 042, from 0: the due date, and the customer number.
_DUE, _CUSTOMER = slice(51, 59), slice(27, 42)


def _writer(out: BytesIO, kind: str, identification: str, made_on: date) -> Writer:
    start = DeliveryStart(
        supplier_number=SUPPLIER, delivery_type=kind, identification=identification, created_on=made_on
    )
    return Writer(out, start, settings=Settings(several_a_day=True))


def registered(pbs: str, customers: Sequence[str], *, ended: Sequence[str] = (), made_on: date, number: str) -> bytes:
    """0605: mandates of these customers begin, those of others end."""
    writer = _writer(out := BytesIO(), "0605", number, made_on)
    if customers:
        writer.open_section(mandates.SectionStart(pbs_number=pbs, section="0120"))
    for customer in customers:
        writer.add(
            mandates.Registration(
                pbs_number=pbs, group=GROUP, customer=customer.zfill(15), identity="0099999993", branch="9999",
                account="1234567",
            )
        )  # fmt: skip
    if customers:
        writer.close_section()
    if ended:
        writer.open_section(mandates.SectionStart(pbs_number=pbs, section="0126"))
        for customer in ended:
            writer.add(mandates.Cancellation(pbs_number=pbs, group=GROUP, customer=customer.zfill(15), mandate="0" * 9))
        writer.close_section()
    writer.close()
    return out.getvalue()


def collected(pbs: str, asked: Sequence[tuple[str, int]], *, due: date, made_on: date, number: str) -> bytes:
    """0601: a collection (øre) from each customer on the day."""
    writer = _writer(out := BytesIO(), "0601", number, made_on)
    writer.open_section(collecting.SectionStart(pbs_number=pbs, section="0112", group=GROUP))
    for customer, amount in asked:
        writer.add(
            collecting.Collection(
                pbs_number=pbs, group=GROUP, customer=customer, transaction="0280", mandate="123456805", sign="1",
                due_on=due, amount=amount, reference=f"F{customer}"[:9],
            )
        )  # fmt: skip
    writer.close_section()
    writer.close()
    return out.getvalue()


def with_typos(data: bytes) -> bytes:
    """The last three collections wrong: a day that does not exist, one years ahead, the first customer's number."""
    lines = data.split(b"\r\n")
    places = [place for place, line in enumerate(lines) if line[2:5] == b"042"]
    first = lines[places[0]]
    for place, part, content in (
        (places[-3], _DUE, b"31022027"), (places[-2], _DUE, b"01122035"), (places[-1], _CUSTOMER, first[_CUSTOMER]),
    ):  # fmt: skip
        line = bytearray(lines[place])
        line[part] = content
        lines[place] = bytes(line)
    return b"\r\n".join(lines)


def with_wrong_total(data: bytes) -> bytes:
    """The amount at the delivery's end is ten øre too much."""
    lines = data.split(b"\r\n")
    place = next(place for place, line in enumerate(lines) if line[2:5] == b"992")
    amount = DeliveryEnd.amount.place
    end = lines[place]
    lines[place] = end[: amount.start] + b"%015d" % (int(end[amount]) + 10) + end[amount.stop :]
    return b"\r\n".join(lines)


def one_that_is_refused(pbs: str, customer: str, due: date) -> int:
    """An amount below the limit for which the built-in clearing lets this debtor refuse (rules/clearing.py)."""
    for amount in range(10_000, 90_000, 25):
        asked = Asked(
            id=UUID(int=0), pbs_number=pbs, debtor_group=GROUP, match_key=customer, due_on=due, pays_on=due,
            amount_minor=amount, sign=1, is_slip=False, is_paid=False, refusal_on=due, final_on=due,
        )  # fmt: skip
        if draw(asked=asked) < REFUSED_BELOW:
            return amount
    raise AssertionError("The clearing lets everybody pay.")


@dataclass(frozen=True)
class Erp:
    """The system of one company, with the demo's SFTP user and key."""

    demo: RunningDemo
    slug: str
    folder: Path

    @property
    def user(self) -> dict[str, str]:
        found: dict[str, str] = self.demo.content["sftp"]["users"][self.slug]
        return found

    @property
    def pbs(self) -> str:
        return self.user["pbs"]

    @property
    def port(self) -> int:
        return int(self.demo.content["sftp"]["port"])

    def write(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    @property
    def options(self) -> list[str]:
        """What OpenSSH's programs are told: nothing of this machine's own set-up."""
        words = {
            "UserKnownHostsFile": str(self.folder / "known"), "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "accept-new", "IdentityFile": self.user["key"], "IdentitiesOnly": "yes",
            "BatchMode": "yes", "User": self.user["name"], "IdentityAgent": "none",
        }  # fmt: skip
        return ["-F", "/dev/null", *(word for item in words.items() for word in ("-o", f"{item[0]}={item[1]}"))]

    def put(self, path: Path) -> None:
        """OpenSSH's `sftp`, as a night job calls it."""
        batch = f"put {path} /ind/betalingsservice/{path.name}\n"
        self._run(["sftp", *self.options, "-P", str(self.port), "-b", "-", "127.0.0.1"], text=batch)

    def put_cut_off(self, path: Path) -> None:
        """The same, where the client stops politely in the middle of the file: its answer is a failure or none."""
        batch = f"put {path} /ind/betalingsservice/{path.name}\n"
        words = ["sftp", *self.options, "-P", str(self.port), "-b", "-", "127.0.0.1"]
        subprocess.run(words, input=batch, capture_output=True, text=True, timeout=120, check=False)

    def fetched(self, name: str) -> dict[str, bytes]:
        """A file that lies ready, as each client brings it."""
        remote = f"/ud/betalingsservice/{name}"
        paths = {client: self.folder / f"{client}-{name}" for client in ("scp", "curl", "lftp", "paramiko")}
        self._run(["scp", *self.options, "-P", str(self.port), f"127.0.0.1:{remote}", str(paths["scp"])])
        self._run([
            "curl", "-sS", "--insecure", "--key", self.user["key"], "--pubkey", f"{self.user['key']}.pub", "--user",
            f"{self.user['name']}:", "-o", str(paths["curl"]), f"sftp://127.0.0.1:{self.port}{remote}",
        ])  # fmt: skip
        options = " ".join(word if word.startswith("-") else f"'{word}'" for word in self.options)
        script = (
            f'set sftp:connect-program "ssh -a -x {options}"; set net:max-retries 1; set cmd:fail-exit yes; '
            f"open -p {self.port} sftp://{self.user['name']}:@127.0.0.1; get {remote} -o {paths['lftp']}; bye"
        )
        self._run(["lftp", "-c", script])
        with self.session() as session:
            session.get(remote, str(paths["paramiko"]))
        return {client: path.read_bytes() for client, path in paths.items()}

    @contextmanager
    def session(self) -> Iterator[Any]:
        """paramiko, for looking around."""
        transport = paramiko.Transport(("127.0.0.1", self.port))
        try:
            key = paramiko.Ed25519Key.from_private_key_file(self.user["key"])
            transport.connect(username=self.user["name"], pkey=key)
            yield paramiko.SFTPClient.from_transport(transport)
        finally:
            transport.close()

    def ready(self) -> list[str]:
        """The names of the files that lie ready."""
        with self.session() as session:
            return sorted(session.listdir("/ud/betalingsservice"))

    def receipt(self, name: str, *, kind: str = "K2", ending: str = "txt", within: float = 60) -> bytes:
        """A file's receipt from the receipt folder, once it lies there. Fails after `within` seconds."""
        until = time.monotonic() + within
        with self.session() as session:
            while time.monotonic() < until:
                for found in session.listdir("/kvittering"):
                    if found.startswith(f"{name}.") and f".{kind}." in found and found.endswith(f".{ending}"):
                        with session.open(f"/kvittering/{found}") as file:
                            content: bytes = file.read()
                            return content
                time.sleep(0.2)
            raise AssertionError(f"No {kind} for {name} within {within} s. There are: {session.listdir('/kvittering')}")

    def _run(self, words: Sequence[str], *, text: str = "") -> None:
        ended = subprocess.run(
            words, input=text, capture_output=True, text=True, timeout=120, check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr


def timed(act: Callable[[], Any]) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began
