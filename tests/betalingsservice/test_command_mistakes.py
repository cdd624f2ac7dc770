"""What people do wrong at first with `python -m betalingsservice`: each is said in a line, and never a traceback."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.betalingsservice.command_line import SRC, run

from betalingsservice.commands.line import main
from betalingsservice.generate import Recipe, generate

Capture = pytest.CaptureFixture[str]
GOOD = b"".join(generate(Recipe(entries=40, seed=6)))
READING = (("check",), ("explain",), ("convert", "--to", "csv"))
ENVIRONMENT = {"PYTHONPATH": str(SRC)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "D.KR9"
    path.write_bytes(GOOD)
    return path


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", {1, 2}),
        (b"\n\n\n", {0, 1, 2}),
        (bytes(range(256)) * 300, {1, 2}),
        (b"PK\x03\x04" + os.urandom(5000), {1, 2}),
        (b"BS042" + b"9" * 300_000, {1, 2}),
        (GOOD.decode("latin-1").encode("utf-8"), {1}),
        (b"\xef\xbb\xbf" + GOOD, {1}),
        (GOOD.decode("latin-1").encode("utf-16"), {1, 2}),
        (GOOD.replace(b"\r\n", b"\r"), {1, 2}),
        (GOOD[:-200], {1}),
    ],
    ids=["empty", "blank", "binary", "zip", "huge line", "utf-8", "bom", "utf-16", "cr", "cut"],
)
def test_a_wrong_file_is_said_and_never_a_traceback(
    command: tuple[str, ...], data: bytes, codes: set[int], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    code, out, err = run(*command, str(path))
    assert code in ({0} | codes if command[0] == "explain" else codes), (code, err)
    assert "Traceback" not in err and "\x1b" not in out
    assert out or err


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    code, out, _ = run("check", str(path))
    assert code == 1 and "file.empty" in out
    assert run("explain", str(path), "--language", "en") == (2, "", f"betalingsservice: {path} has no lines\n")
    code, out, err = run("convert", str(path), "--to", "csv")
    assert (code, out) == (2, "") and "filen har ingen leverance" in err


def test_the_character_set_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for data, code in (
        (b"\xef\xbb\xbf" + GOOD, "line.bom"),
        (GOOD.decode("latin-1").encode("utf-8"), "line.utf8"),
        (GOOD.decode("latin-1").encode("utf-16"), "line.utf16"),
        (GOOD.decode("latin-1").encode("utf-16-be"), "line.utf16"),
    ):
        path.write_bytes(data)
        assert code in run("check", str(path))[1]
    path.write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert "(0601, sektion 0112)" in run("explain", f"{path}:6")[1]


def test_a_file_that_may_not_be_read(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert main(["check", str(file)]) == 2
    assert capsys.readouterr().err.endswith("kan ikke læses: Permission denied\n")


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_file_that_fails_while_it_is_read(command: tuple[str, ...]) -> None:
    """A broken disk; the memory of a process begins with pages that nobody may read."""
    code, out, err = run(*command, "/proc/self/mem")
    assert (code, out) == (2, "") and "kan ikke læses" in err and "Traceback" not in err


@pytest.mark.parametrize("name", ["x" * 5000, "D.KR9/inside"])
def test_a_name_that_cannot_be(name: str, file: Path) -> None:
    code, out, err = run("check", str(file.parent / name))
    assert (code, out) == (2, "") and "kan ikke læses" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("check", "--received-at", "tomorrow"), "YYYY-MM-DDTHH:MM"),
        (("check", "--received-at", "2027-13-01"), "YYYY-MM-DDTHH:MM"),
        (("check", "--total", "123"), "8 cifre / 8 digits"),
        (("check", "--basis", "ABCDEFGH"), "8 cifre / 8 digits"),
        (("check", "--most", "-1"), "--most"),
        (("check", "--table", "/nowhere/table.json"), "kalendertabellen"),
        (("check", "--engine", "fast"), "invalid choice"),
        (("convert", "--to", "xlsx"), "invalid choice"),
        (("convert",), "--to"),
    ],
)
def test_wrong_arguments_are_explained(arguments: tuple[str, ...], why: str, file: Path) -> None:
    code, out, err = run(*arguments, str(file))
    assert (code, out) == (2, "") and why in err and "Traceback" not in err and "a_moment" not in err


def test_standard_input_has_lines_too() -> None:
    code, out, _ = run("explain", "-:6", "--language", "en", stdin=GOOD)
    assert code == 0 and out.startswith("Line 6: Collection (0601, section 0112)")
    assert run("explain", "-:99999", stdin=GOOD)[0] == 2


def test_the_file_that_is_read_is_never_written_over(file: Path) -> None:
    code, _, err = run("convert", str(file), "--to", "csv", "--output", str(file))
    assert code == 2 and "er filen, der læses" in err
    assert file.read_bytes() == GOOD and [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_link_is_followed_when_written(file: Path, tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "rows.csv"
    link.symlink_to(target)
    assert run("convert", str(file), "--to", "csv", "--output", str(link))[0] == 0
    assert link.is_symlink() and target.read_bytes().startswith(b"line,delivery_type")
    link.unlink()
    link.symlink_to(file)
    assert run("convert", str(file), "--to", "csv", "--output", str(link))[0] == 2
    assert file.read_bytes() == GOOD


def test_a_table_that_fails_half_way_leaves_what_was_there(file: Path, tmp_path: Path) -> None:
    file.write_bytes(GOOD + b"".join(generate(Recipe(delivery_type="0603"))))
    target = tmp_path / "rows.csv"
    target.write_text("before", encoding="utf-8")
    assert run("convert", str(file), "--to", "csv", "--output", str(target))[0] == 2
    assert target.read_text("utf-8") == "before" and not target.with_name("rows.csv.part").exists()
    assert run("tables", "--into", str(tmp_path))[0] == run("tables", "--into", str(tmp_path / "none"))[0] == 2


@pytest.mark.parametrize(
    "arguments", [("generate", "--entries", "20000"), ("tables",), ("check", "{}"), ("explain", "{}")]
)
def test_a_reader_who_has_enough_is_no_error(arguments: tuple[str, ...], file: Path) -> None:
    """`… | head -1`: nothing on standard error, and the exit code of a program whose pipe was closed."""
    command = [sys.executable, "-m", "betalingsservice", *(each.format(file) for each in arguments)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_is_said_and_not_laid_on_the_file(file: Path) -> None:
    command = [sys.executable, "-m", "betalingsservice", "check", str(file)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False, timeout=60)
    assert done.returncode == 2
    assert "resultatet kan ikke skrives" in done.stderr.decode() and b"Traceback" not in done.stderr


def test_a_terminal_without_danish_letters_is_no_reason_to_fail(file: Path) -> None:
    command = [sys.executable, "-m", "betalingsservice", "check", "--basis", "01234560", str(file)]
    environment = ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"") and done.stdout.isascii()
