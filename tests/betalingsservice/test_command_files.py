"""`check`, `explain` and `convert` as another process, over good files and bad ones."""

import csv
import json
from io import StringIO
from pathlib import Path

import polars
import pytest
from tests.betalingsservice.command_line import run

from betalingsservice.generate import MAKERS, Recipe, generate

GOOD = b"".join(generate(Recipe(entries=40, seed=6)))
BAD = GOOD.replace(b"0102202710", b"3102202710", 1)


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "D0000000001.KR9"
    path.write_bytes(GOOD)
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.KR9"
    path.write_bytes(BAD)
    return str(path)


@pytest.mark.parametrize("engine", ["auto", "stream", "columns"])
def test_a_good_file_is_fine(good: str, engine: str) -> None:
    assert run("check", good, "--engine", engine) == (0, "Intet at bemærke.\n", "")


def test_a_bad_file_is_told_in_the_language_asked_for(bad: str) -> None:
    code, danish, _ = run("check", bad)
    assert code == 1
    assert "Linje 6, 52-59: fejl [field.date] Betalingsdato er ikke en dato" in danish
    assert "fejl: 1" in danish
    code, english, _ = run("check", bad, "--language", "en")
    assert code == 1
    assert "Line 6, 52-59: error [field.date] Due date is not a date" in english


def test_findings_as_data_come_from_standard_input() -> None:
    code, out, _ = run("check", "-", "--json", stdin=BAD)
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(each["line"], each["code"], each["severity"]) for each in found] == [(6, "field.date", "error")]
    assert found[0]["what"]["da"] != found[0]["what"]["en"]


def test_both_engines_say_the_same(bad: str) -> None:
    streamed, in_columns = (run("check", bad, "--json", "--engine", engine)[1] for engine in ("stream", "columns"))
    assert streamed == in_columns != ""


def test_what_makes_the_exit_code_can_be_chosen(good: str) -> None:
    assert run("check", good, "--total", "11111111")[0] == 1
    late = ("--received-at", "2027-02-01T12:00", "--total", "01234560")
    code, out, _ = run("check", good, *late)
    assert (code, "day.test" in out) == (0, True)
    assert run("check", good, *late, "--fail-on", "warning")[0] == 1


def test_the_list_of_findings_is_cut_and_says_so(good: str) -> None:
    _, out, _ = run("check", good, "--basis", "01234560", "--most", "3")
    assert len(out.splitlines()) == 5
    assert "som ikke vises" in out


def test_a_file_that_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    for name in (str(tmp_path / "nothing"), str(tmp_path)):
        for command in (("check",), ("explain",), ("convert", "--to", "csv")):
            code, out, err = run(*command, name)
            assert (code, out) == (2, "")
            assert "kan ikke læses" in err and "Traceback" not in err


def test_a_line_is_explained_field_by_field(bad: str) -> None:
    code, out, _ = run("explain", f"{bad}:6")
    assert code == 1
    assert out.startswith("Linje 6: Opkrævning (0601, sektion 0112)")
    assert "52-59" in out and "kan ikke læses" in out and "! Betalingsdato" in out
    code, out, _ = run("explain", f"{bad}:1", "--language", "en")
    assert (code, out.splitlines()[0]) == (0, "Line 1: Delivery start (0601)")
    assert run("explain", f"{bad}:99999")[0] == 2


@pytest.mark.parametrize("delivery_type", sorted(MAKERS))
def test_every_line_of_every_type_is_explained(delivery_type: str) -> None:
    data = b"".join(generate(Recipe(delivery_type=delivery_type, entries=8)))
    code, out, _ = run("explain", "-", stdin=data)
    assert code == 0
    assert out.count("Linje ") >= data.count(b"\n")


def test_a_terminal_is_not_told_what_to_do_by_a_file() -> None:
    _, out, _ = run("explain", "-", stdin=b"BS042\x1b[2J" + b" " * 100)
    assert "\x1b" not in out


def test_a_table_for_a_spreadsheet(good: str) -> None:
    code, out, _ = run("convert", good, "--to", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert code == 0
    assert len(rows) == 40
    assert rows[0]["due_on"] == "2027-02-01"
    assert rows[0]["address"].splitlines()[0].endswith("Prøve")
    assert run("convert", good, "--to", "csv")[1] == out


def test_a_formula_becomes_text() -> None:
    data = GOOD.replace(b"Mona Pr\xf8ve", b"=cmd|'x' !", 1)
    _, out, _ = run("convert", "-", "--to", "csv", stdin=data)
    assert next(csv.DictReader(StringIO(out)))["address"].startswith("'=cmd")


def test_the_same_rows_in_every_form(good: str, tmp_path: Path) -> None:
    target = tmp_path / "rows.parquet"
    assert run("convert", good, "--to", "parquet", "--output", str(target))[0] == 0
    frame = polars.read_parquet(target)
    rows = json.loads(run("convert", good, "--to", "json")[1])
    assert frame["amount"].to_list() == [each["amount"] for each in rows]
    assert frame["due_on"].cast(polars.String).to_list() == [each["due_on"] for each in rows]
    assert frame["text"].to_list() == [each.get("text") for each in rows]


def test_what_cannot_be_one_table(bad: str) -> None:
    assert run("convert", bad, "--to", "json")[0] == 1
    both = GOOD + b"".join(generate(Recipe(delivery_type="0603")))
    code, _, err = run("convert", "-", "--to", "json", stdin=both)
    assert code == 2
    assert "hver for sig" in err
    assert run("convert", "-", "--to", "json", stdin=b"hello\n")[0] == 2
    assert run("convert", "-", "--to", "json", stdin=b"".join(generate(Recipe(entries=0))))[1] == "[]\n"
