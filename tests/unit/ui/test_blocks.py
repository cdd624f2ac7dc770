"""Notices, cards, lists, tables, amounts and charts."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from tests.unit.ui.drawing import draw

from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.amounts import AmountLine
from selvbetjening.ui.components.charts import Bar, Pair

SMALL, LARGE = Money(100, "DKK"), Money(100_000, "DKK")


def test_a_notice_is_read_out_only_when_it_is_news() -> None:
    assert "role=" not in draw('{% alert kind="error" %}x{% endalert %}')
    assert 'role="alert"' in draw('{% alert kind="error" live=True %}x{% endalert %}')
    assert 'role="status"' in draw('{% alert kind="success" live=True %}x{% endalert %}')
    with pytest.raises(ValueError, match="no alert"):
        draw('{% alert kind="eror" %}x{% endalert %}')


def test_a_message_of_any_level_is_shown_and_escaped() -> None:
    assert "sb-alert--success" in draw("{% flash m %}", m=Message(constants.SUCCESS, "<b>"))
    html = draw("{% flash m %}", m=Message(constants.DEBUG, "<b>"))
    assert "sb-alert--info" in html
    assert "<p>&lt;b&gt;</p>" in html


def test_data_in_a_block_stays_escaped() -> None:
    html = draw("{% card heading=text %}{{ text }}{% endcard %}", text="<script>")
    assert html.count("&lt;script&gt;") == 2
    assert "<script>" not in html


def test_an_empty_value_says_so() -> None:
    html = draw('{% definition_list %}{% row "EAN" %}{{ ean }}{% endrow %}{% enddefinition_list %}', ean="")
    assert '<dt>EAN</dt><dd><span class="sb-muted">Not stated</span></dd>' in html


def test_a_table_has_a_caption_and_heads_of_amounts_to_the_right() -> None:
    html = draw('{% table "Invoices" "Number" ">Amount" %}<tr></tr>{% endtable %}')
    assert '<caption class="sr-only">Invoices</caption>' in html
    assert '<th scope="col">Number</th><th scope="col" class="sb-num">Amount</th>' in html


def test_an_act_shows_lines_vat_total_and_what_comes_after() -> None:
    html = draw(
        '{% confirm_panel heading="Change" lines=lines total=total vat=vat from_now_on="1.00 a month" %}'
        "<form></form>{% endconfirm_panel %}",
        lines=[AmountLine("Large", LARGE, note="31 days")],
        total=LARGE,
        vat=SMALL,
    )
    order = ["Change", "Large", "31 days", "VAT", "Total today", "From now on:", "1.00 a month", "<form>"]
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_a_breakdown_without_vat_names_none() -> None:
    assert "VAT" not in draw("{% amount_breakdown lines total=total %}", lines=[], total=SMALL)


def test_a_chart_has_the_same_numbers_in_a_table_XB_42() -> None:
    bars = [Bar("Jan", SMALL, name="January 2026"), Bar("Feb", LARGE), Bar("Mar", Money(0, "DKK"))]
    html = draw('{% bar_chart bars caption="What I pay" %}', bars=bars)
    assert 'aria-hidden="true"' in html
    for cell in ("January 2026", "DKK\N{NO-BREAK SPACE}1,000.00", "DKK\N{NO-BREAK SPACE}0.00"):
        assert cell in html.partition("<table")[2]
    assert 'height="2"' in html, "a small amount is still seen"
    assert 'height="100"' in html
    assert 'height="0"' in html
    assert draw('{% bar_chart bars caption="x" %}', bars=[]) == ""
    assert 'height="0"' in draw('{% bar_chart bars caption="x" %}', bars=bars[2:])


def test_two_amounts_of_a_month_stand_side_by_side_with_a_key_and_a_table_CM_02() -> None:
    """CM-02, XB-42: twelve months without and with a change; what is given back is drawn as nothing, and written."""
    pairs = [Pair("Jan", LARGE, SMALL, "January 2026"), Pair("Feb", SMALL, Money(-50000, "DKK"))]
    html = draw('{% compare_chart pairs caption="The year" first="As it is" second="After" %}', pairs=pairs)
    assert html.count("<rect") == 6 and html.count("As it is") == 2
    table = html.partition("<table")[2]
    for cell in ("January 2026", "DKK\N{NO-BREAK SPACE}1,000.00", "500.00", "DKK\N{NO-BREAK SPACE}1,001.00", "In all"):
        assert cell in table
    assert html.count('height="0"') == 1
    assert draw('{% compare_chart pairs caption="x" first="a" second="b" %}', pairs=[]) == ""
