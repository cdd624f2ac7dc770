"""What an address asks for, in words that a database can be asked with."""

from django.http import HttpRequest


def asked_words(request: HttpRequest, name: str = "q", *, longest: int = 80) -> str:
    """The words somebody searches for, on one line; what nobody sees finds nothing, and NUL breaks a query."""
    text = "".join(each if each.isprintable() else " " for each in request.GET.get(name, ""))
    return text.strip()[:longest]
