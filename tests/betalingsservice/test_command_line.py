"""`python -m betalingsservice` as another process: words in both languages, exit codes, files and standard input."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.betalingsservice.command_line import run

from betalingsservice.field_page import field_page
from betalingsservice.generate import Recipe, generate
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.overlay import MonthOverride, Overlay, write_overlay

DOCS = Path(__file__).resolve().parents[2] / "docs" / "betalingsservice.md"


def test_the_calendar_is_printed_in_both_languages() -> None:
    code, danish, _ = run("calendar", "2027")
    assert code == 0
    assert "sø 28-03-2027" in danish
    assert "store bededag" not in danish
    assert "fr 22-01-2027 11:00" in danish
    _, english, _ = run("calendar", "2023", "--language", "en")
    assert "Fr 2023-05-05  General Prayer Day" in english


def test_the_calendar_as_data_with_a_table_of_corrections(tmp_path: Path) -> None:
    table = tmp_path / "table.json"
    override = Overlay(version="2027-2", months={(2027, 4): MonthOverride(ordinary=date(2027, 3, 18))})
    table.write_text(write_overlay(override), encoding="utf-8")
    code, out, _ = run("calendar", "2027", "--json", "--table", str(table))
    data = json.loads(out)
    assert code == 0
    assert data["version"] == "2027-2"
    april = data["months"][3]
    assert (april["ordinary"], april["overridden"]) == ("2027-03-18T11:00:00+01:00", True)
    assert "*" in run("calendar", "2027", "--table", str(table))[1]
    table.write_text("{}", encoding="utf-8")
    assert run("calendar", "2027", "--table", str(table))[0] == 2


def test_a_delivery_is_made_to_a_file_or_to_the_next_program(tmp_path: Path) -> None:
    file = tmp_path / "D.601"
    assert run("generate", "--entries", "30", "--seed", "4", "--output", str(file))[0] == 0
    assert file.read_bytes() == b"".join(generate(Recipe(entries=30, seed=4)))
    code, out, _ = run("generate", "--type", "0602", "--entries", "2", "--created-on", "2028-02-29")
    assert code == 0
    assert out.startswith("BS00299999993KR906020000001001                   290228")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("calendar", "1999"), "kalenderen går fra 2000 til 2100"),
        (("calendar", "1999", "--language", "en"), "the calendar goes from 2000 to 2100"),
        (("generate", "--entries", "-1"), "--entries"),
        (("generate", "--subsystem", "bs"), "tre store bogstaver"),
        (("generate", "--created-on", "2027-02-30"), "created-on"),
        (("generate", "--output", "/nowhere/at/all"), "kan ikke skrives"),
        (("invent",), "invalid choice"),
        ((), "required"),
    ],
)
def test_wrong_use_is_explained_and_is_exit_code_two(arguments: tuple[str, ...], why: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert why in err
    assert "Traceback" not in err


def test_the_page_of_fields_in_the_documentation_is_the_printed_one(tmp_path: Path) -> None:
    """Make it again with `python -m betalingsservice tables --language en --into docs/betalingsservice.md`."""
    page = tmp_path / "page.md"
    page.write_text(DOCS.read_text("utf-8"), encoding="utf-8")
    assert run("tables", "--language", "en", "--into", str(page))[0] == 0
    assert page.read_text("utf-8") == DOCS.read_text("utf-8")
    assert field_page(language="en") in page.read_text("utf-8")
    page.write_text("no marks", encoding="utf-8")
    assert run("tables", "--into", str(page))[0] == 2
    assert run("tables", "0603", "--language", "en")[1] == field_page(language="en", only="0603") + "\n"


def test_a_delivery_is_generated_for_an_agreement_of_ones_own() -> None:
    """A file of another agreement is refused by any check: number, supplier and delivery number can be chosen."""
    code, made, _ = run(
        "generate", "--pbs", "01234560", "--supplier", "12345674", "--delivery-id", "42", "--subsystem", "BS1",
        "--basis",
    )  # fmt: skip
    first = made.splitlines()[0]
    start = DeliveryStart.of(first)
    assert (code, start.supplier_number, start.subsystem, start.identification) == (0, "12345674", "BS1", "0000000042")
    assert made.splitlines()[1][5:13] == "01234560"
    for wrong in (("--pbs", "1234"), ("--supplier", "1234567x"), ("--delivery-id", "0")):
        assert run("generate", *wrong)[0] == 2
