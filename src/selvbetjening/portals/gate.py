"""Every view says who may come in: a permission, any logged-in visitor, or everybody (design, "Permissions").

The decorators only declare; each door's own middleware or wrapper enforces what is declared, and a house test refuses
a URL whose view declares nothing.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

LOGGED_IN: Final = "logged_in"


def public(view: View) -> View:
    """Anybody may see it, logged in or not."""
    view.public = True  # type: ignore[attr-defined]
    return view


def logged_in(view: View) -> View:
    """Any logged-in visitor of this door, for pages that belong to the visit itself (overview, log out)."""
    view.permission = LOGGED_IN  # type: ignore[attr-defined]
    return view


def requires(code: str) -> Callable[[View], View]:
    """A logged-in visitor to whom this permission is given."""

    def declare(view: View) -> View:
        view.permission = code  # type: ignore[attr-defined]
        return view

    return declare


def calls_out(view: View) -> View:
    """What writes there asks somebody over the network, or takes a file: no transaction is around it (G2)."""
    view.calls_out = True  # type: ignore[attr-defined]
    return view


def confirmed_by_mitid(action_class: str) -> Callable[[View], View]:
    """Its POST wants a fresh MitID of this class of acts: five minutes old at most, in this session (BP-08, SEC-31)."""

    def declare(view: View) -> View:
        view.step_up = action_class  # type: ignore[attr-defined]
        return view

    return declare


def looked_at_first(check: Callable[[Any], Any]) -> Callable[[View], View]:
    """Its POST is shown to `check` before MitID is asked for and the form is kept: an answer of it is the page's.

    For what must not be kept at all, such as a private key (KEY-02).
    """

    def declare(view: View) -> View:
        view.looked_at_first = check  # type: ignore[attr-defined]
        return view

    return declare


def open_when_refused(*codes: str) -> Callable[[View], View]:
    """Whoever is refused the company's pages with one of these codes of annex J reaches this one (BP-25, BP-31)."""

    def declare(view: View) -> View:
        view.open_when_refused = frozenset(codes)  # type: ignore[attr-defined]
        return view

    return declare
