"""SEC-138: a redirect never leaves this host."""

import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.redirects import safe_path

DEFAULT = "/forside"
SEPARATORS = ["/", "//", "\\", "/\\", "%2f", "%2F", "%5c", "%252f", "／", "?", "#", "@", ":"]
UNSEEN = ["%09", "%0a", "\t", "\n", "\r", " ", "\x00", "\u2028", "\ud800"]
WORDS = [".", "..", "http:", "https:", "javascript:", "evil.example", "a"]
traps = st.sampled_from(SEPARATORS + UNSEEN + WORDS)
targets = st.one_of(
    st.lists(traps, max_size=10).map("".join), st.lists(traps, max_size=8).map(lambda t: "/" + "".join(t))
)


def host_reached(target: str) -> str:
    """Where a browser goes from https://ours.example/: the URL standard's own cleaning, then resolving."""
    cleaned = re.sub(r"[\t\n\r]", "", target.strip("".join(map(chr, range(33)))))
    return urlsplit(urljoin("https://ours.example/side", cleaned.replace("\\", "/"))).netloc


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/abonnementer/",
        "/faktura/?side=2",
        "/a#b",
        "/s%C3%B8g/?q=a%20b",
        "/søg",
        "/x?naeste=https://andre.example/a//b",
    ],
)
def test_local_paths_pass(target: str) -> None:
    """SEC-138: query and fragment may hold what they like."""
    assert safe_path(target, DEFAULT) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "side",
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/a\\b",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/\x00/evil.example",
        "/%2fevil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/%252fevil.example",
        "/%25252fevil.example",
        "/%09/evil.example",
        "/%0d%0aLocation:%20//evil.example",
        "/.//evil.example",
        "/a/..//evil.example",
        "/\x85/evil.example",
        "/\ud800",
        "/side?a=\r\nSet-Cookie:b",
        "/side?a=\\b",
        "/" + "a" * 2_000,
    ],
)
def test_everything_else_becomes_the_default(target: str) -> None:
    """SEC-138: scheme, host, `//`, backslash and control characters, plain or percent-encoded."""
    assert safe_path(target, DEFAULT) == DEFAULT


@given(targets)
def test_no_browser_is_taken_off_site(target: str) -> None:
    """SEC-138: also when something between us decodes the path once or twice more."""
    path = safe_path(target, DEFAULT)
    once = unquote(path.partition("?")[0].partition("#")[0])
    for seen in (path, once, unquote(once)):
        assert host_reached(seen) == "ours.example"


def test_the_model_of_a_browser_knows_the_traps() -> None:
    """The property above would find them: these reach another host."""
    for target in ("//evil.example", "/\\evil.example", "/\t/evil.example", " https://evil.example"):
        assert host_reached(target) == "evil.example"
