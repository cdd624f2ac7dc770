"""Codes that a company gives to what it sells and to whom."""

from typing import Final

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CODE: Final = RegexValidator(r"^[\w.-]+\Z", _("Only letters, digits, full stops and hyphens, no blanks."))
