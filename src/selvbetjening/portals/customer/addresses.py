"""The addresses of the pages that take no argument: every page names a dozen, and they never change."""

from functools import cache

from django.urls import NoReverseMatch, reverse

_PORTAL = "selvbetjening.portals.customer.urls"


@cache
def address(name: str) -> str:
    """The path of the page with this name in the customer portal. Raises `NoReverseMatch` for an unknown name."""
    return reverse(f"customer:{name}", urlconf=_PORTAL)


class Addresses:
    """`{{ to.invoices }}` in templates. An unknown name raises, so that a misspelt one is seen."""

    def __getitem__(self, name: str) -> str:
        try:
            return address(name)
        except NoReverseMatch:  # Django's templates would pass over it in silence
            raise LookupError(f"no page is called {name}") from None
