"""Form fields and their errors, so that eyes, keyboards and screen readers all find them (XB-42)."""

from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Select
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.ui.icons import icon as draw


def field(bound: BoundField, *, hint: str = "", width: str = "") -> SafeString:
    """A label, its help, its errors and its control. `hint` stands in for the help text of the form; `width` is narrow.

    The control keeps what the form gave it (`autocomplete`, `inputmode`) and points at help and errors itself.
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    widget = bound.field.widget
    if hint:
        bound.help_text = hint
    if widget.use_fieldset:
        return _group(bound)
    control = bound.as_widget(attrs={"class": _classes(bound, width)})
    if isinstance(widget, CheckboxInput):
        inner = format_html(
            '<div class="form-group-checkbox">{}<label for="{}">{}</label></div>{}{}',
            control, bound.id_for_label, bound.label, _help(bound), _errors(bound),
        )  # fmt: skip
    else:
        label = format_html('<label class="form-label" for="{}">{}</label>', bound.id_for_label, _label(bound))
        inner = format_html("{}{}{}{}", label, _help(bound), _errors(bound), control)
    return format_html('<div class="form-group{}">{}</div>', SafeString(" form-error" if bound.errors else ""), inner)


def _classes(bound: BoundField, width: str) -> str:
    widget = bound.field.widget
    own = str(widget.attrs.get("class", ""))
    if isinstance(widget, CheckboxInput):
        kind = "form-checkbox"
    elif isinstance(widget, Select):
        kind = "form-select"
    elif isinstance(widget, FileInput):
        kind = "sb-file"
    else:
        kind = "form-input"
    narrow = "sb-input--narrow" if width == "narrow" else ""
    return " ".join(part for part in (kind, narrow, own) if part)


def _label(bound: BoundField) -> SafeString:
    # A form that looks for something (`marks_optional = False`) asks for nothing, so nothing needs to be said.
    quiet = getattr(bound.form, "quiet_fields", ())  # required by what stands in another field, which says so
    if bound.field.required or bound.name in quiet or not getattr(bound.form, "marks_optional", True):
        return format_html("{}", bound.label)
    return format_html('{} <span class="sb-optional">({})</span>', bound.label, gettext("optional"))


def _help(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return SafeString("")
    return format_html('<span class="form-hint" id="{}_helptext">{}</span>', bound.auto_id, bound.help_text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return SafeString("")
    words = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html(
        '<span class="form-error-message" id="{}_error"><span class="sr-only">{} </span>{}</span>',
        bound.auto_id, gettext("Error:"), words,
    )  # fmt: skip


def _group(bound: BoundField) -> SafeString:
    """Several controls under one legend: radio buttons, check boxes."""
    kind = "radio" if getattr(bound.field.widget, "input_type", "") == "radio" else "checkbox"
    options = format_html_join(
        "",
        '<div class="form-group-{}">{}<label for="{}">{}</label></div>',
        ((kind, _option(part, kind), part.id_for_label, part.choice_label) for part in bound.subwidgets),
    )
    described = bound.aria_describedby
    points = format_html(' aria-describedby="{}"', described) if described else SafeString("")
    return format_html(
        '<div class="form-group{}"><fieldset id="{}"{}><legend class="form-label">{}</legend>{}{}{}</fieldset></div>',
        SafeString(" form-error" if bound.errors else ""),
        bound.auto_id, points, _label(bound), _help(bound), _errors(bound), options,
    )  # fmt: skip


def _option(part: object, kind: str) -> SafeString:
    data = part.data  # type: ignore[attr-defined]  # BoundWidget; django-stubs leaves it untyped
    data["attrs"]["class"] = f"form-{kind}"
    return SafeString(part.tag(wrap_label=False))  # type: ignore[attr-defined]


def fields(form: BaseForm) -> SafeString:
    """Every field of a form in its order, hidden ones too; the page adds `error_summary`, token and buttons."""
    return SafeString("".join(field(form[name]) for name in form.fields))


def error_summary(form: BaseForm) -> SafeString:
    """What is wrong with a form, each with a way to its field; nothing when nothing is. Stands above the form."""
    if not form.errors:
        return SafeString("")
    rows: list[SafeString] = [format_html("<li>{}</li>", error) for error in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            rows.extend(
                format_html('<li><a href="#{}">{}{}</a></li>', _target(bound), _called(bound), error)
                for error in bound.errors
            )
    return format_html(
        '<div class="sb-alert sb-alert--error" role="alert" tabindex="-1" id="error-summary">{}'
        '<div class="sb-alert__body"><h2 class="sb-alert__heading">{}</h2><ul>{}</ul></div></div>',
        draw("error"), gettext("Something must be corrected"), SafeString("".join(rows)),
    )  # fmt: skip


def _called(bound: BoundField) -> str:
    """The field's name before what is wrong with it; of a box whose label is a whole sentence, its short name.

    A form gives it in `short_names`. Without one nothing stands before the error: a sentence said twice names nothing.
    """
    short = getattr(bound.form, "short_names", {}).get(bound.name)
    name = str(short or bound.label).rstrip(":?")
    return "" if name.endswith(".") else f"{name}: "


def _target(bound: BoundField) -> str:
    """The control to go to; of a group its first option, for a fieldset takes no focus."""
    return f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else str(bound.id_for_label)
