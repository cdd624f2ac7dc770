"""`{% load ui %}`: every component by name. A misspelt or unknown attribute is an error when the template loads."""

from django.template import Library

from selvbetjening.ui.components import amounts, blocks, charts, controls, forms, values
from selvbetjening.ui.icons import icon
from selvbetjening.ui.page import head
from selvbetjening.ui.words import translate

register = Library()

# `ui` is loaded after `i18n`, so that this one counts.
register.tag("translate", translate)

register.simple_tag(values.money)
register.simple_tag(values.day)
register.simple_tag(values.moment)
register.simple_tag(values.period)
register.simple_tag(values.badge)
register.simple_tag(icon)
register.simple_tag(head, name="page_head")

register.simple_tag(controls.button)
register.simple_tag(controls.breadcrumb)
register.simple_tag(controls.pagination, takes_context=True)
register.simple_tag(controls.steps)
register.simple_tag(controls.nav_links)
register.simple_tag(controls.language_links)
register.simple_block_tag(controls.actions)

register.simple_block_tag(blocks.alert)
register.simple_tag(blocks.flash)
register.simple_block_tag(blocks.card)
register.simple_block_tag(blocks.page_header)
register.simple_block_tag(blocks.empty_state)
register.simple_block_tag(blocks.definition_list)
register.simple_block_tag(blocks.row)
register.simple_block_tag(blocks.table)
register.simple_block_tag(blocks.disclosure)

register.simple_tag(forms.field)
register.simple_tag(forms.fields)
register.simple_tag(forms.error_summary)

register.simple_tag(amounts.amount_breakdown)
register.simple_block_tag(amounts.confirm_panel)
register.simple_tag(charts.bar_chart)
register.simple_tag(charts.compare_chart)
register.simple_tag(charts.level_chart)
