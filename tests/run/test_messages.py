"""The compiler of translations says what gettext's own says."""

import gettext
import importlib.util
import io
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

SAMPLE = r"""
# A comment.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: somewhere.py:3
msgid "Hello"
msgstr "Hej"

#, fuzzy
msgid "Not sure"
msgstr "Måske"

#, python-format
msgid "%(n)s day"
msgid_plural ""
"%(n)s days"
msgstr[0] "%(n)s dag"
msgstr[1] ""
"%(n)s \"dage\""

msgctxt "verb"
msgid "Order"
msgstr "Bestil æøå\tnu"

msgid "Not yet"
msgstr ""

#~ msgid "Old"
#~ msgstr "Gammel"
"""


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_messages", ROOT / "tools" / "compile_messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(content: bytes) -> dict[object, str]:
    return dict(gettext.GNUTranslations(io.BytesIO(content))._catalog)  # type: ignore[attr-defined]


def test_a_sample_with_everything_in_it(compiler: ModuleType) -> None:
    found = catalogue(compiler.compiled(SAMPLE))
    assert found.pop("").startswith("Content-Type")
    assert found == {
        "Hello": "Hej",
        ("%(n)s day", 0): "%(n)s dag",
        ("%(n)s day", 1): '%(n)s "dage"',
        "verb\4Order": "Bestil æøå\tnu",
    }


def test_the_same_as_msgfmt_for_the_sample_and_every_file_of_ours(compiler: ModuleType, tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    assert msgfmt, "gettext is missing: make test installs it"
    sample = tmp_path / "sample.po"
    sample.write_text(SAMPLE, encoding="utf-8")
    for source in [sample, *ROOT.glob("locale/*/LC_MESSAGES/*.po")]:
        subprocess.run([msgfmt, "-o", tmp_path / "theirs.mo", source], check=True)
        ours = compiler.compiled(source.read_text(encoding="utf-8"))
        assert catalogue(ours) == catalogue((tmp_path / "theirs.mo").read_bytes()), source


@pytest.mark.parametrize("broken", ['msgid "a\nmsgstr "b"', 'msgid a\nmsgstr "b"', '"loose"'])
def test_a_broken_file_is_refused_with_its_line(compiler: ModuleType, broken: str) -> None:
    with pytest.raises(compiler.BadMessages, match=r"da\.po:1"):
        compiler.compiled(broken, name="da.po")
