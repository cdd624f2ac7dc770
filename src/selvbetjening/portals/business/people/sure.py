"""A form of one button."""

from django import forms


class Sure(forms.Form):
    """Nothing to fill in: the page says what happens, the button does it."""
