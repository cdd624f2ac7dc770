"""The embedded PostgreSQL: started, killed, left behind, shared, in a folder with a long name."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from selvbetjening.config.embedded import FOR_TESTS, EmbeddedPostgres, shared_postgres
from tests.run.processes import until, with_word

START = """
import sys, time
from pathlib import Path
from selvbetjening.config.embedded import EmbeddedPostgres
server = EmbeddedPostgres(data=Path(sys.argv[1]))
server.start(with_parent=sys.argv[2] == "tied")
print("up", flush=True)
time.sleep(600)
"""


def start_elsewhere(data: Path, how: str) -> subprocess.Popen[str]:
    """Start the server in a process of its own and wait until it is up."""
    process = subprocess.Popen([sys.executable, "-c", START, str(data), how], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def number_of_rows(server: EmbeddedPostgres) -> int:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (i int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


def test_a_second_start_keeps_the_data_and_stop_leaves_no_process(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    for expected in (1, 2):
        server = EmbeddedPostgres(data=data)
        server.start()
        assert server.running()
        assert number_of_rows(server) == expected
        server.stop()
        assert not server.running()
        assert with_word(str(data)) == set()


def test_the_server_ends_with_its_parent_even_by_sigkill(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    process = start_elsewhere(data, "tied")
    assert with_word(str(data)) - {process.pid}
    kill(process)
    assert until(lambda: with_word(str(data)) == set())


def test_a_server_left_behind_is_stopped_and_the_next_start_works(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    kill(start_elsewhere(data, "alone"))
    left = int((data / "postmaster.pid").read_text().split()[0])
    server = EmbeddedPostgres(data=data)
    server.start()
    try:
        assert not Path(f"/proc/{left}").exists() or left not in with_word(str(data))
        assert number_of_rows(server) == 1
    finally:
        server.stop()


def test_a_stale_pid_file_with_a_living_strangers_number_is_no_obstacle(tmp_path: Path) -> None:
    """In a container the same numbers are given again: PostgreSQL itself takes any living process for a server."""
    data = tmp_path / "pg"
    process = start_elsewhere(data, "alone")
    words = (data / "postmaster.pid").read_text().splitlines()
    kill(process)
    os.kill(int(words[0]), signal.SIGKILL)
    assert until(lambda: with_word(str(data)) == set())
    (data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *words[1:]]) + "\n")
    server = EmbeddedPostgres(data=data)
    server.start()
    assert server.running()
    server.stop()


def test_a_checkout_deeper_than_a_socket_path_may_be_long(tmp_path: Path) -> None:
    server = EmbeddedPostgres(data=tmp_path / ("x" * 60) / ("y z" * 20) / "pg")
    server.start()
    try:
        assert number_of_rows(server) == 1
    finally:
        server.stop()


def test_its_socket_opens_for_its_own_account_only(tmp_path: Path) -> None:
    """There are no passwords, so the socket must not be open to other users of the machine."""
    server = EmbeddedPostgres(data=tmp_path / "pg")
    server.start()
    try:
        folder = Path(parse_qs(urlsplit(server.url()).query)["host"][0])
        assert (folder / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
        assert (tmp_path / "pg").stat().st_mode & 0o077 == 0
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    finally:
        server.stop()


def test_a_start_that_fails_says_the_servers_last_words(tmp_path: Path) -> None:
    server = EmbeddedPostgres(data=tmp_path / "pg", settings={"no_such_setting": "1"})
    with pytest.raises(Exception, match="no_such_setting"):
        server.start(patience=1)


def test_a_shared_server_stays_until_the_last_user_leaves(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    with shared_postgres(data=data, settings=FOR_TESTS) as first:
        with shared_postgres(data=data, settings=FOR_TESTS) as second:
            assert number_of_rows(second) == 1
        assert number_of_rows(first) == 2
        with psycopg.connect(first.url()) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
    assert not first.running()
