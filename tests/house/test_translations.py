"""Every screen, mail and document is complete in Danish: each message of the code has its translation."""

from pathlib import Path

from tests.house.messages import PO, collect, faults, read
from tests.house.tree import ROOT, SRC, plant

CODE = """from django.utils.translation import gettext as _, ngettext
a = _("Pay")
b = _("Hello %(name)s") % {"name": "x"}
c = ngettext("%(count)s day", "%(count)s days", 2)
"""
SOUND = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Pay"
msgstr "Betal"

#, python-format
msgid "Hello %(name)s"
msgstr "Hej %(name)s"

#, python-format
msgid "%(count)s day"
msgid_plural "%(count)s days"
msgstr[0] "en dag"
msgstr[1] "%(count)s dage"

msgid "Next"
msgstr "Næste"
"""


def test_the_danish_catalogue_is_complete() -> None:
    code = collect(SRC)
    assert len(code) > 100
    assert faults(code, read(ROOT / PO)) == []


def test_planted_translations_are_seen(tmp_path: Path) -> None:
    plant(tmp_path / "tree", {"a.py": CODE, "templates/a.html": '<p>\n  {% if a %}\n{% translate "Next" %}'})
    code = collect(tmp_path / "tree")
    catalogue = tmp_path / "da.po"
    catalogue.write_text(SOUND, encoding="utf-8")
    assert faults(code, read(catalogue)) == []
    planted = {
        ('msgstr "Betal"', 'msgstr ""'): "not translated: Pay",
        ('msgid "Pay"', '#, fuzzy\nmsgid "Pay"'): "fuzzy: Pay",
        ('"Hej %(name)s"', '"Hej %(navn)s"'): "placeholders differ: Hello %(name)s",
        ('"%(count)s dage"', '"dage"'): "placeholders differ: %(count)s day",
        ('msgid "Next"', 'msgid "Previous"'): "missing: Next",
        ('msgid "Next"\n', 'msgid "Next"\nmsgstr "Næste"\n\nmsgid "Last"\n'): "no longer used: Last",
        ('"Næste"\n', '"Næste"\n\n#~ msgid "Old"\n#~ msgstr "Gammel"\n'): "obsolete: Old",
    }
    for (sound, fault), seen in planted.items():
        assert sound in SOUND
        catalogue.write_text(SOUND.replace(sound, fault), encoding="utf-8")
        assert seen in faults(code, read(catalogue))
