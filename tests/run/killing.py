"""Web and worker as processes of their own that are killed and started again, on a database of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from selvbetjening.config.commands.worker import READY
from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.listening import answers, free_port, port_is_free
from tests.run.installation import ROLES, ROOT, Installation
from tests.run.processes import until

CLI = (sys.executable, "-m", "selvbetjening.config.cli")


@dataclass
class Services:
    """`start`, `kill` and start again. What they say goes to files in `folder`."""

    server: EmbeddedPostgres
    database: str
    folder: Path
    more: dict[str, str]
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    began: int = 0

    def environment(self, **variables: str) -> dict[str, str]:
        return Installation(self.server).environment(
            DATABASE_URL=self.server.url(role=ROLES.runtime, database=self.database),
            DATABASE_DOORWAY_URL=self.server.url(role=ROLES.doorway, database=self.database),
            PYTHONPATH=f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            PUBLIC_SCHEME="http",
            LOG_LEVEL="WARNING",
            VAR_DIR=str(self.folder),
            DJANGO_SETTINGS_MODULE="selvbetjening.config.settings",
            **self.more,
            **variables,
        )

    def migrate(self) -> None:
        owner = self.server.url(role=ROLES.owner, database=self.database)
        environment = self.environment(DATABASE_OWNER_URL=owner)
        subprocess.run([*CLI, "migrate", "--quiet"], env=environment, check=True, timeout=180)

    def ask(self, act: str, **wanted: Any) -> dict[str, Any]:
        """What `tests.run.charging` answers."""
        told = subprocess.run(
            [sys.executable, "-m", "tests.run.charging", act], env=self.environment(), cwd=ROOT, timeout=180,
            input=json.dumps(wanted), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr[-3000:]
        answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
        return answer

    def run_sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """As the superuser, behind every wall."""
        with psycopg.connect(self.server.url(database=self.database), autocommit=True) as connection:
            done = connection.execute(statement.encode(), values)
            return done.fetchall() if done.description else []

    def start(self, *, web: bool = False) -> None:
        """Start what does not run, and wait until the worker works; the web, too, where it is asked for."""
        if self.worker is None:
            self.began += 1
            self.worker = self._command(f"worker-{self.began}", "worker", "--concurrency", "4", "--grace", "1")
        self._serve()
        assert until(lambda: READY in self._log("worker"), seconds=120, pause=0.2), self.said()
        assert not web or until(self.web_answers, seconds=120, pause=0.2), self.said()

    def _serve(self) -> None:
        """Start the web where none runs. One whose child was killed twice in a row has given up: it is started again,
        as `selvbetjening run` or any other supervisor does."""
        if self.web is not None and self.web.poll() is None:
            return
        assert until(lambda: port_is_free(self.port), seconds=20)
        self.began += 1
        self.web = self._command(
            f"web-{self.began}", "serve", "--port", str(self.port), "--workers", "1", "--threads", "2"
        )

    def web_answers(self) -> bool:
        self._serve()
        return answers(self.port, host_name="hooks.portal.test", path="/healthz") == 200

    def kill(self, what: str) -> None:
        """SIGKILL to `web`, `worker`, or the `server` process of the web, which its parent then replaces."""
        if what == "server":
            self._serve()
            assert self.web is not None
            for child in Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split():
                with_word = Path(f"/proc/{child}/cmdline")
                if with_word.exists() and b"spawn_main" in with_word.read_bytes():
                    os.kill(int(child), signal.SIGKILL)
            return
        process = self.web if what == "web" else self.worker
        assert process is not None
        process.kill()
        process.wait()
        if what == "web":
            self.web = None
        else:
            self.worker = None

    def stop(self) -> None:
        for what in ("web", "worker"):
            if getattr(self, what) is not None:
                self.kill(what)

    def quiet(self, *, seconds: float) -> bool:
        """Whether the queue runs empty; jobs of killed workers stay behind as they are."""
        waiting = (
            "SELECT count(*) FROM procrastinate_jobs j WHERE (scheduled_at IS NULL OR scheduled_at <= now()) AND ("
            "status = 'todo' OR status = 'doing' AND worker_id = (SELECT max(id) FROM procrastinate_workers))"
        )
        end = time.monotonic() + seconds
        calm = 0
        while time.monotonic() < end and calm < 5:
            calm = calm + 1 if self.run_sql(waiting)[0][0] == 0 else 0
            time.sleep(0.2)
        return calm == 5

    def said(self) -> str:
        return self._log("worker")[-2000:] + self._log("web")[-2000:]

    def _log(self, name: str) -> str:
        logs = sorted(self.folder.glob(f"{name}-*.log"), key=lambda log: int(log.stem.partition("-")[2]))
        return logs[-1].read_text() if logs else ""

    def _command(self, log: str, *words: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{log}.log").open("wb") as out:
            return subprocess.Popen(
                [*CLI, *words], env=self.environment(), cwd=self.folder, stdout=out, stderr=subprocess.STDOUT
            )
