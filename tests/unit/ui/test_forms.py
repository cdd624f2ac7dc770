"""Fields and their errors: every control has a name, and what is said about it is bound to it (XB-42)."""

import re

from django import forms
from tests.unit.ui.drawing import draw

from selvbetjening.ui.gallery import ExampleForm


class Secretive(forms.Form):
    token = forms.CharField(widget=forms.HiddenInput)
    paper = forms.FileField(label="Paper", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Neither <this> nor that")


def wrong() -> ExampleForm:
    return ExampleForm({"email": "nobody", "country": "DK"})


def test_a_field_has_label_help_error_and_its_own_attributes_XB_42() -> None:
    html = draw("{% field form.email %}", form=wrong())
    assert '<label class="form-label" for="id_email">E-mail address</label>' in html
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    for attribute in (
        'autocomplete="email"',
        'aria-invalid="true"',
        'aria-describedby="id_email_helptext id_email_error"',
        'class="form-input"',
        'value="nobody"',
    ):
        assert attribute in control[0]
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html


def test_a_choice_stands_in_a_group_with_a_legend_and_its_error() -> None:
    html = draw("{% field form.party %}", form=wrong())
    assert '<fieldset id="id_party" aria-describedby="id_party_error"><legend class="form-label">Who is buying?' in html
    assert html.count('type="radio"') == html.count("<label for=") == 3
    assert 'class="form-radio"' in html


def test_a_box_stands_before_its_label_and_is_not_ticked() -> None:
    html = draw("{% field form.keep %}", form=ExampleForm())
    assert html.index("<input") < html.index("<label")
    assert "checked" not in html


def test_what_need_not_be_filled_in_says_so() -> None:
    assert "(optional)" in draw("{% field form.reference %}", form=ExampleForm())
    assert "(optional)" not in draw("{% field form.email %}", form=ExampleForm())


def test_a_hint_of_the_page_stands_in_for_the_help_of_the_form() -> None:
    html = draw('{% field form.reference hint="As on your order" width="narrow" %}', form=ExampleForm())
    assert '<span class="form-hint" id="id_reference_helptext">As on your order</span>' in html
    assert 'aria-describedby="id_reference_helptext"' in html
    assert 'class="form-input sb-input--narrow"' in html


def test_every_field_is_drawn_hidden_ones_bare() -> None:
    html = draw("{% fields form %}", form=Secretive())
    assert html.startswith('<input type="hidden" name="token"')
    assert '<input type="file" name="paper" class="sb-file"' in html


def test_the_summary_leads_to_each_control_that_is_wrong() -> None:
    html = draw("{% error_summary form %}", form=wrong())
    assert 'role="alert"' in html
    assert 'href="#id_email"' in html
    assert 'href="#id_party_0">Who is buying: ' in html
    fields = draw("{% fields form %}", form=wrong())
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in fields
    assert draw("{% error_summary form %}", form=ExampleForm()) == ""


def test_an_error_of_the_whole_form_is_shown_escaped() -> None:
    assert "<li>Neither &lt;this&gt; nor that</li>" in draw("{% error_summary form %}", form=Secretive({"token": "x"}))
