"""Buttons and ways: what they are made of, and that a slip of the pen is an error."""

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.test import RequestFactory
from tests.unit.ui.drawing import draw


@pytest.mark.parametrize(
    "text", ['{% button "x" knid="plain" %}', "{% money %}", '{% card hedding="x" %}{% endcard %}']
)
def test_a_misspelt_attribute_fails_when_the_template_is_read(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(text)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no button"):
        draw('{% button "x" kind="loud" %}')


def test_a_button_whose_address_is_missing_is_refused_and_never_submits() -> None:
    """ "Keep what I have" once stood beside "Change" as a second submit button, for its variable was not there."""
    with pytest.raises(ValueError, match="leads nowhere"):
        draw("{% button text href=nowhere %}", text="Keep")


def test_a_button_with_an_address_is_a_link_and_else_submits() -> None:
    link = draw('{% button text href="/a" download=True %}', text="<Hent>")
    assert link == '<a class="button button-primary" href="/a" download><span>&lt;Hent&gt;</span></a>'
    submit = draw('{% button "Pay" name="way" value=value disabled=True %}', value='"card"')
    assert submit.startswith('<button class="button button-primary" type="submit" name="way" value="&quot;card&quot;"')
    assert " disabled>" in submit


def test_same_words_on_every_row_have_a_full_name_for_screen_readers() -> None:
    assert 'aria-label="Download invoice 1001"' in draw('{% button "Download" label="Download invoice 1001" %}')


def test_a_breadcrumb_leads_back_and_ends_here() -> None:
    html = draw('{% breadcrumb "Overview" "/" current=here %}', here="<1001>")
    assert '<a href="/">Overview</a>' in html
    assert '<li aria-current="page">&lt;1001&gt;</li>' in html
    with pytest.raises(ValueError, match="in turn"):
        draw('{% breadcrumb "Overview" current="x" %}')


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    html = draw("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'rel="next" href="?q=a%26b&amp;page=3"' in html
    assert '<span aria-current="page">2</span>' in html
    assert draw("{% pagination page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_steps_say_where_one_is_without_colours() -> None:
    html = draw('{% steps "Choose" "Confirm" "Done" current=2 %}')
    assert "Step 2 of 3" in html
    assert html.count('aria-current="step"') == 1
    assert html.count("Done:") == 1
    with pytest.raises(ValueError, match="step 4 of 3"):
        draw('{% steps "a" "b" "c" current=4 %}')
