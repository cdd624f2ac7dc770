"""No inline script, style or handler in any page (SEC-132): the content security policy would block it anyway."""

import re
from pathlib import Path

from tests.house.tree import SRC, parse, plant, python_files, strings, templates

SCRIPT = re.compile(r"<script\b([^>]*)>\s*[^<\s]", re.IGNORECASE)
DATA_BLOCK = re.compile(r"""\btype\s*=\s*["']application/(ld\+)?json["']""", re.IGNORECASE)
HANDLER = re.compile(r"""<[^<>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=\s*["']""", re.IGNORECASE)
EVALUATED = re.compile(r"""javascript:|["']\s*js:""", re.IGNORECASE)
STYLE = re.compile(r"<style\b|<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE)
MAILS = {"mails", "mail", "emails"}


def inline(text: str, *, mail: bool = False) -> list[str]:
    """What a page's text carries that the policy forbids. Mails may carry style: mail programs know nothing else."""
    # A tag's > inside {{ }} or {% %} would end the HTML tag too early.
    html = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    found = ["script"] if any(not DATA_BLOCK.search(match[1]) for match in SCRIPT.finditer(html)) else []
    found += ["handler"] if HANDLER.search(html) else []
    found += ["evaluated address"] if EVALUATED.search(html) else []
    return found + (["style"] if STYLE.search(html) and not mail else [])


def faults(root: Path) -> list[str]:
    """Every template, and every piece of HTML in Python, that carries something inline."""
    found = []
    for path in templates(root):
        mail = bool(MAILS & {*path.parts, path.stem})
        found += [f"{path.relative_to(root)}: {what}" for what in inline(path.read_text("utf-8"), mail=mail)]
    for path in python_files(root):
        for text in strings(parse(path)):
            if "<" in str(text.value):
                found += [f"{path.relative_to(root)}:{text.lineno}: {what}" for what in inline(str(text.value))]
    return found


def test_nothing_is_inline() -> None:
    """SEC-132."""
    assert faults(SRC) == []


def test_planted_inline_code_is_seen(tmp_path: Path) -> None:
    sound = (
        '<script src="{% static "a.js" %}"></script><script type="application/json">{"a": 1}</script>'
        '<p class="{% if a > 1 %}on{% endif %}" data-on="x">one = "two"</p>'
    )
    plant(
        tmp_path,
        {
            "templates/sound.html": sound,
            "templates/script.html": '<script>alert("x")</script>',
            "templates/handler.html": '<a\n class="{% if a > 1 %}b{% endif %}" onclick="go()">x</a>',
            "templates/style.html": '<p style="color: red">x</p>',
            "templates/block.html": "<style>p { color: red }</style>",
            "templates/address.html": '<a href="javascript:go()">x</a>',
            "templates/mails/login.html": '<p style="color: red">x</p>',
            "ui/badge.py": "HTML = '<span style=\"x\">'\n",
        },
    )
    assert faults(tmp_path) == [
        "templates/address.html: evaluated address",
        "templates/block.html: style",
        "templates/handler.html: handler",
        "templates/script.html: script",
        "templates/style.html: style",
        "ui/badge.py:1: style",
    ]
