"""Paths of clients: resolved in memory, never above the root, never anything but the tree (BP-43, annex C.1, C.2)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.portals.sftp.paths import BadPath, Spot, children, find, normal

IND = "/ind/betalingsservice"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (b"", "/"), (b".", "/"), (b"..", "/"), (b"/../../etc", "/etc"), (b"ind//x/../y/", "/ind/y"),
        ("/ind/æ.txt".encode(), "/ind/æ.txt"), (b"/./ind/./.", "/ind"),
    ],
)  # fmt: skip
def test_paths_are_made_plain(asked: bytes, found: str) -> None:
    """Annex C.2."""
    assert normal(path=asked) == found


@pytest.mark.parametrize("asked", [b"\xff\xfe", b"/a\x00b", b"/" + b"x" * 1100])
def test_what_is_no_path(asked: bytes) -> None:
    """SEC-78, annex C.2."""
    with pytest.raises(BadPath):
        find(path=asked, environment="production")


def test_where_paths_lead() -> None:
    """BP-43, BP-50: a test user's tree is its own, and production's is not in it."""
    here = find(path=f"{IND}/a.txt".encode(), environment="production")
    assert here == Spot(f"{IND}/a.txt", area="inbox", folder="betalingsservice", name="a.txt")
    assert find(path=IND.encode(), environment="production").is_folder
    assert find(path=f"{IND}/a.txt".encode(), environment="test").area is None
    assert find(path=f"/test{IND}/a.txt".encode(), environment="test").area == "inbox"
    assert find(path=b"/proev/a", environment="production").area == "trial"
    assert find(path=b"/proev/a", environment="test").area is None
    assert find(path=b"/LAESMIG.txt", environment="test").area == "text"
    assert find(path=b"/ind/LAESMIG.txt", environment="production").area is None
    assert children(path="/", environment="production") == ["ind", "kvittering", "proev", "ud"]
    assert children(path="/", environment="test") == ["test"]
    assert children(path="/test", environment="test") == ["ind", "kvittering", "ud"]
    assert children(path="/ind", environment="production") == ["betalingsservice"]
    assert children(path="/kvittering", environment="production") == []


@settings(max_examples=300)
@given(st.binary(max_size=60), st.sampled_from(["production", "test"]))
def test_nothing_leads_out(asked: bytes, environment: str) -> None:
    """SEC-78: a name has no slash and is no step, whatever came."""
    try:
        spot = find(path=asked, environment=environment)
    except BadPath:
        return
    assert spot.path.startswith("/") and "//" not in spot.path
    assert not {".", ".."} & set(spot.path.split("/"))
    assert "/" not in spot.name
