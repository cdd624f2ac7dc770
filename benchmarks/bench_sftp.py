"""Our SFTP server against OpenSSH's own on the same machine, and the time from the last byte to the receipt.

Run `python -m benchmarks.bench_sftp` as root (OpenSSH's server wants it); Debian's package is `openssh-server`.
`BENCH_MB` is the large file's size in MB (1,000), `BENCH_FILES` the number of small ones (1,000, what a company may
send in a day), `BENCH_ROUNDS` how often each is measured (2; the fastest counts). The client is OpenSSH's `sftp` for
both, with one cipher. Our server checks, hashes, syncs and records each file, theirs only writes. Prints JSON lines:
the ratio is their time by ours, 1 is as fast.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.crowd import DATA, drop, hang_up, point  # noqa: E402
from benchmarks.figures import say  # noqa: E402

from betalingsservice.generate import Recipe, generate  # noqa: E402
from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.lifeline import PARENT_VARIABLE  # noqa: E402
from selvbetjening.config.listening import free_port  # noqa: E402
from selvbetjening.config.roles import ensure_roles  # noqa: E402

MEGABYTES = int(os.environ.get("BENCH_MB", "1000"))
FILES = int(os.environ.get("BENCH_FILES", "1000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "2"))
DATABASE = "bench_sftp"
CIPHER = "aes128-gcm@openssh.com"
IND = "/ind/betalingsservice"
#: A collection with its name and address is four lines of 130 bytes.
ENTRY = 520
RECEIPTS, PATIENCE = 20, 60.0


@dataclass(frozen=True)
class Server:
    """Where it listens, whom it lets in, and below which folder files go."""

    port: int
    user: str
    folder: str


def run(key: Path, server: Server, commands: Sequence[str]) -> float:
    """Seconds of one `sftp` session with these commands."""
    words = [
        "sftp", "-q", "-F", "/dev/null", "-i", str(key), "-c", CIPHER, "-P", str(server.port),
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes",
        "-o", "IdentityAgent=none", "-o", "LogLevel=ERROR", "-b", "-", f"{server.user}@127.0.0.1",
    ]  # fmt: skip
    begin = time.perf_counter()
    ended = subprocess.run(words, input="\n".join(commands), text=True, capture_output=True, check=False)
    seconds = time.perf_counter() - begin
    if ended.returncode:
        raise SystemExit(f"sftp failed: {ended.stderr[-600:]}")
    return seconds


@contextmanager
def started(words: Sequence[str], *, ready: str, folder: Path) -> Iterator[None]:
    """A process until the block ends; `ready` is the word that it says when it listens."""
    log = folder / f"{Path(words[0]).name}-{len(list(folder.glob('*.log')))}.log"
    environment = os.environ | {PARENT_VARIABLE: str(os.getpid()), "PYTHONPATH": str(_ROOT / "src")}
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, env=environment)
    try:
        until = time.monotonic() + 60
        while ready not in log.read_text("utf-8", "replace"):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{words[0]} did not start: {log.read_text('utf-8', 'replace')[-600:]}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def theirs(folder: Path, key: Path) -> Iterator[Server]:
    """OpenSSH's server, with its SFTP in the same process, for the one key."""
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    if not Path(program).exists():
        raise SystemExit("OpenSSH's server is not installed (Debian: openssh-server).")
    Path("/run/sshd").mkdir(exist_ok=True)  # it insists on this empty folder
    port, files = free_port(), folder / "theirs"
    files.mkdir()
    settings = {
        "ListenAddress": f"127.0.0.1:{port}", "HostKey": folder / "host_ed25519", "AuthorizedKeysFile": f"{key}.pub",
        "StrictModes": "no", "UsePAM": "no", "PasswordAuthentication": "no", "PidFile": "none",
        "PermitRootLogin": "prohibit-password", "Subsystem": "sftp internal-sftp", "UseDNS": "no",
    }  # fmt: skip
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with started([program, "-D", "-e", "-f", str(config)], ready="Server listening", folder=folder):
        yield Server(port, "root", str(files))


@contextmanager
def ours(folder: Path, user: str) -> Iterator[Server]:
    """`selvbetjening sftp` as in production."""
    port = free_port()
    words = [sys.executable, "-m", "selvbetjening.config.cli", "sftp", "--host", "127.0.0.1", "--port", str(port)]
    with started(words, ready="listens", folder=folder):
        yield Server(port, user, IND)


def seed(server: EmbeddedPostgres, folder: Path, key: Path) -> tuple[str, str]:
    """A company with an agreement and a machine's SFTP user: its name, and the PBS number."""
    drop(server, DATABASE)
    ensure_roles(server.url(), database=DATABASE)
    host_keys = [folder / "host_ed25519", folder / "host_rsa"]
    from selvbetjening.config.ssh_host_keys import make_missing

    make_missing([*host_keys, key])
    point(
        server, DATABASE, SELVBETJENING_DEMO="1", FILES_FOLDER=str(folder / "files"), VAR_DIR=str(folder),
        DATABASE_POOL_SIZE="20", SFTP_HOST_KEY_FILES=",".join(map(str, host_keys)),
    )  # fmt: skip
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    return _company(key)


def _company(key: Path) -> tuple[str, str]:
    from datetime import timedelta

    from tests import business, make
    from tests.directdebit import pbs_number

    from selvbetjening.domain.access.permissions import FILE_TRANSFER
    from selvbetjening.domain.directdebit.actions.agreements import open_agreement
    from selvbetjening.domain.directdebit.rules.agreements import Terms
    from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine
    from selvbetjening.domain.identity.actions.ssh_keys import add_key
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM
    from selvbetjening.kernel.ids import OrganizationId

    at, usual, number = clock.now(), Recipe(), pbs_number()
    company = make.organization(at=at - timedelta(days=1))
    here, boss = OrganizationId(company.id), business.member(company, role="access_manager")
    business.entitle(company, FILE_TRANSFER)
    terms = Terms(pbs_number=number, debtor_group=usual.group, data_supplier=usual.supplier_number)
    open_agreement(here, terms=terms, actor=SYSTEM, at=at - timedelta(days=1))
    account = open_for_machine(
        here, label="ERP", responsible=boss.id, environment="production", actor=SYSTEM, at=at
    )  # fmt: skip
    text = key.with_name(f"{key.name}.pub").read_bytes()
    add_key(here, account=account.id, text=text, label="ERP", by=boss.id, actor=SYSTEM, at=at)
    return account.name, number


def written(path: Path, *, entries: int, number: int, pbs_number: str) -> Path:
    """A whole delivery, so that our server takes it for complete."""
    with path.open("wb") as out:
        out.writelines(generate(Recipe(entries=entries, number=number, seed=number, pbs_number=pbs_number)))
    return path


def compare(name: str, key: Path, servers: tuple[Server, Server], commands: Any, **about: object) -> None:
    """The fastest of some rounds at each; `commands` makes them for a server and a round."""
    fastest = [
        min(run(key, server, commands(server, f"{round_}")) for round_ in range(ROUNDS)) for server in servers
    ]  # fmt: skip
    seconds = {"our_seconds": round(fastest[0], 2), "their_seconds": round(fastest[1], 2)}
    say(f"sftp_{name}", fastest[1] / fastest[0], "x OpenSSH's speed", ">= 0.9", **seconds, **about)


def measure(folder: Path, key: Path, servers: tuple[Server, Server], pbs_number: str) -> None:
    """One large file up and down, then many small ones; a name is used once."""
    large = written(folder / "large", entries=MEGABYTES * 1_000_000 // ENTRY, number=1, pbs_number=pbs_number)
    about = {"megabytes": large.stat().st_size // 10**6}
    compare("upload_large", key, servers, lambda to, name: [f"put {large} {to.folder}/l{name}.txt"], **about)
    compare("download_large", key, servers, lambda of, _name: [f"get {of.folder}/l0.txt {folder}/back"], **about)
    if (folder / "back").read_bytes() != large.read_bytes():
        raise SystemExit("what came back is not what was sent")
    each = FILES // ROUNDS
    small = [written(folder / f"s{place}", entries=4, number=place + 2, pbs_number=pbs_number) for place in range(each)]
    many = {"files": each, "bytes_each": small[0].stat().st_size}
    compare(
        "upload_small", key, servers,
        lambda to, name: [f"put {path} {to.folder}/{path.name}-{name}.txt" for path in small], **many,
    )  # fmt: skip
    compare(
        "download_small", key, servers,
        lambda of, _name: [f"get {of.folder}/{path.name}-0.txt {folder}/back" for path in small], **many,
    )  # fmt: skip


def receipts(folder: Path, key: Path, server: Server, pbs_number: str) -> None:
    """From the client's OK to the signed K1, seen in the table; with a worker beside."""
    import statistics

    from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt
    from selvbetjening.domain.identity.queries import ssh
    from selvbetjening.domain.tenancy.within import within

    named = ssh.account_named(name=server.user)
    if named is None:
        raise SystemExit("the SFTP user is gone")
    times = []
    for place in range(RECEIPTS):
        path = written(folder / "r", entries=4, number=5000 + place, pbs_number=pbs_number)
        run(key, server, [f"put {path} {server.folder}/r{place}.txt"])
        begin = time.perf_counter()
        while time.perf_counter() - begin < PATIENCE:
            with within(named.organization):
                row = Delivery.objects.get(organization_id=named.organization, name=f"r{place}.txt")
                if DeliveryReceipt.objects.filter(delivery=row, kind="K1").exclude(signature="").exists():
                    break
            time.sleep(0.01)
        times.append(time.perf_counter() - begin)
    say("sftp_receipt", statistics.median(times), "s from the OK to the signed K1", "<= 60", worst=round(max(times), 2))


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder, key = Path(name), Path(name) / "client"
            user, pbs_number = seed(server, folder, key)
            with ours(folder, user) as mine, theirs(folder, key) as other:
                measure(folder, key, (mine, other), pbs_number)
                words = [sys.executable, "-m", "selvbetjening.config.cli", "worker"]
                with started(words, ready="orker", folder=folder):
                    receipts(folder, key, mine, pbs_number)
        hang_up()
        drop(server, DATABASE)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
