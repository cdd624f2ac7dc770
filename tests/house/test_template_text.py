"""No template says anything in a language of its own: words come from gettext or from data."""

import re
from pathlib import Path

from tests.house.tree import SRC, plant, templates

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HTML_TAG = re.compile(r"<[^<>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"""\b(title|alt|placeholder|aria-label|label)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
CLASS_OR_ENTITY = re.compile(r"&\w+;|\bsb-[\w-]+")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {
    "CVR",
    "EAN",
    "PDF",
    "Selvbetjening",
    "Visa",
    "Mastercard",
    "Dankort",
    "MobilePay",
    "MitID",
    "Betalingsservice",
    "DOCTYPE",
    "xml",
}


def words(text: str) -> list[str]:
    """The words that a template says itself: between its tags, and in the attributes that are read out."""
    bare = TEMPLATE_TAG.sub(" ", TRANSLATED.sub(" ", COMMENT.sub(" ", text)))
    bare = re.sub(r"<(script|style|code)\b.*?</\1>", " ", bare, flags=re.DOTALL | re.IGNORECASE)
    spoken = [match[3] for tag in HTML_TAG.findall(bare) for match in SPOKEN_ATTRIBUTE.finditer(tag)]
    between = CLASS_OR_ENTITY.sub(" ", HTML_TAG.sub(" ", bare))
    return [word for part in (between, *spoken) for word in WORD.findall(part) if word not in NAMES]


def faults(root: Path) -> list[str]:
    """The templates that speak, with their words. SVG and Typst files draw; their texts come from outside."""
    spoken = ((path, words(path.read_text("utf-8"))) for path in templates(root) if path.suffix in {".html", ".txt"})
    return [f"{path.relative_to(root)}: {' '.join(said[:6])}" for path, said in spoken if said]


def test_no_template_speaks_for_itself() -> None:
    assert faults(SRC) == []


def test_planted_words_are_seen(tmp_path: Path) -> None:
    sound = (
        '{# words #}{% comment %}words{% endcomment %}<p title="{% translate "Pay" %}">{% translate "Pay" %}'
        "{{ name }} {% blocktranslate %}Hello {{ name }}{% endblocktranslate %} · 25 % &nbsp;</p>"
        "{% block width %}sb-wrap--narrow{% endblock %}"
    )
    plant(
        tmp_path,
        {
            "templates/sound.html": sound,
            "templates/text.html": "<p>{{ amount }} Betal nu</p>",
            "templates/spoken.html": '<img alt="Logo" src="x.png">',
            "templates/mails/a.txt": "{{ name }}\nHej",
        },
    )
    assert faults(tmp_path) == [
        "templates/mails/a.txt: Hej",
        "templates/spoken.html: Logo",
        "templates/text.html: Betal nu",
    ]
