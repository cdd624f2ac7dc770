"""`{% translate %}` of `{% load ui %}`: words are looked up once, and are the same as Django's in every language."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.utils import translation

from selvbetjening.ui.words import Said

FORMS = (
    '{% translate "Overview" %}',
    '{% translate "Overview" as word %}<{{ word }}>',
    '{% translate "Price & more" %}',
    '{% translate "50 %% <b>" %}',
    '{% translate "Open" context "state" %}',
    '{% translate "Overview" noop %}',
    "{% translate given %}",
    '{% translate "overview"|capfirst %}',
)


@pytest.fixture(params=["da", "en", None])
def language(request: pytest.FixtureRequest) -> Iterator[str | None]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("language")
def test_the_words_are_djangos(form: str) -> None:
    context = {"given": "Invoices <1>"}
    theirs = Template("{% load i18n %}" + form).render(Context(context))
    ours = Template("{% load i18n ui %}" + form)
    assert [ours.render(Context(context)) for _ in range(2)] == [theirs] * 2


def test_one_place_speaks_every_language_in_turn() -> None:
    template = Template('{% load i18n ui %}{% translate "Overview" %}')
    heard = []
    for code in ("da", "en", "da"):
        with translation.override(code):
            heard.append(template.render(Context()))
    assert heard == ["Overblik", "Overview", "Overblik"]


def test_what_is_not_constant_is_not_kept() -> None:
    kept = [bool(Template("{% load i18n ui %}" + form).nodelist.get_nodes_by_type(Said)) for form in FORMS]
    assert kept == [True, True, True, True, False, False, False, False]
